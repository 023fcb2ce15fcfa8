/** Preparing stores: the SWaT workbooks and tables of any plant. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError, DataError, frameLength, parseConfig } from '@anodec/core';
import ExcelJs from 'exceljs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { convertTables, genericTables, isUpToDate, swatTables } from '../convert/index.js';
import { openStore, readAttacks } from '@anodec/tables';
import { SWAT_CHANNELS } from '../swat/tags.js';
import { PrepareConfig } from './config.js';
import { isPrepared, prepareStore, readRepairs } from './prepare.js';
import { describeRepair } from '../repair-log.js';

let folder = '';
let interim = '';
let processed = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'anodec-prepare-'));
  interim = join(folder, 'interim', 'data_store.h5');
  processed = join(folder, 'processed', 'data_store.h5');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

type Cell = string | number | Date | null;

async function writeBook(name: string, rows: readonly (readonly Cell[])[]): Promise<void> {
  const book = new ExcelJs.Workbook();
  book.addWorksheet('Sheet1').addRows(rows.map((row) => [...row]));
  await book.xlsx.writeFile(join(folder, name));
}

/** A recording as the originals are: a banner, padded names, times as texts. */
function recording(first: number, stamps: readonly string[], labels: readonly string[]): Cell[][] {
  const padded = SWAT_CHANNELS.map((name) => (name === 'MV101' ? ' MV101' : name));
  return [
    [null, 'P1'],
    [' Timestamp', ...padded, 'Normal/Attack'],
    ...stamps.map((stamp, t) => [
      stamp,
      ...SWAT_CHANNELS.map((_, c) => first + t + c / 100),
      labels[t] ?? 'Normal',
    ]),
  ];
}

const timeOfDay = (text: string) => new Date(`1899-12-30T${text}Z`);

async function writeSwat(stamps: readonly string[], labels: readonly string[]) {
  const normal = [' 28/12/2015 9:59:58 AM', ' 28/12/2015 9:59:59 AM', ' 28/12/2015 10:00:00 AM'];
  await writeBook('v0.xlsx', recording(0, [' 28/12/2015 9:59:57 AM', ...normal], []));
  await writeBook('v1.xlsx', recording(1, normal, []));
  await writeBook('att.xlsx', recording(100, stamps, labels));
  await writeBook('list.xlsx', [
    ['Attack #', 'Start Time', 'End Time', 'Attack Point', 'Start State', 'Attack'],
    [1, new Date('2015-12-31T23:59:59Z'), timeOfDay('00:00:01'), 'Mv-101', 'closed', 'open'],
    [2, new Date('2015-01-02T00:00:01Z'), timeOfDay('00:00:03'), 'P-101; P-102', null, null],
    [3, new Date('2015-01-02T00:00:05Z'), null, null, null, 'No Physical Impact Attack'],
    [null, 'Legend: SSSP', null, null],
  ]);
  const names = {
    normalV0: 'v0.xlsx',
    normalV1: 'v1.xlsx',
    attack: 'att.xlsx',
    attackList: 'list.xlsx',
  };
  return { store: interim, tables: swatTables(folder, names) };
}

const attackStamps = [
  ' 31/12/2015 11:59:59 PM',
  ' 1/1/2016 12:00:00 AM',
  ' 2/1/2016 12:00:01 AM',
  ' 2/1/2016 12:00:02 AM',
];

const prepare = (settings: Partial<PrepareConfig> = {}) =>
  prepareStore({ interim, processed, config: parseConfig(PrepareConfig, settings) });

async function read<R>(path: string, reader: (store: Awaited<ReturnType<typeof openStore>>) => R) {
  const store = await openStore(path);
  try {
    return reader(store);
  } finally {
    store.close();
  }
}

describe('the workbooks of SWaT', () => {
  test('keep their raw cells in the interim store, under the original keys', async () => {
    const conversion = await writeSwat(attackStamps, ['Normal', 'Attack', 'A ttack']);
    const converted = await convertTables(conversion);
    expect(converted.map(({ key, rows }) => [key, rows])).toEqual([
      ['df_phys_norm_v0', 4],
      ['df_phys_norm_v1', 3],
      ['df_phys_att_v0', 4],
      ['df_labels', 4],
    ]);
    const store = await openStore(interim);
    const table = store.readTable('df_phys_att_v0');
    expect(table.columns.slice(0, 4).map(({ name }) => name)).toEqual([
      ' Timestamp',
      'FIT101',
      'LIT101',
      ' MV101',
    ]);
    for await (const chunk of table.chunks()) {
      expect(chunk.firstRow).toBe(3);
      expect(chunk.texts).toEqual([attackStamps, ['Normal', 'Attack', 'A ttack', 'Normal']]);
      expect([...chunk.numbers.subarray(0, 2)]).toEqual([100, 100.01]);
    }
    store.close();
    expect(await isUpToDate(conversion)).toBe(true);
    await writeBook('list.xlsx', [['Attack #'], [1]]);
    expect(await isUpToDate(conversion)).toBe(false);
  });

  test('become frames with labels, attacks in their year, and a log of every repair', async () => {
    await convertTables(await writeSwat(attackStamps, ['Normal', 'Attack', 'A ttack']));
    const tables = await prepare();
    expect(tables.map(({ key, rows }) => [key, rows])).toEqual([
      ['df_norm', 3],
      ['df_att', 4],
      ['attacks', 3],
    ]);
    await read(processed, (store) => {
      const att = store.readFrame('df_att');
      expect(att.channels).toEqual(SWAT_CHANNELS);
      expect([...att.timestamps]).toEqual(
        [
          '2015-12-31T23:59:59Z',
          '2016-01-01T00:00:00Z',
          '2016-01-02T00:00:01Z',
          '2016-01-02T00:00:02Z',
        ].map((text) => Date.parse(text)),
      );
      expect([...(att.labels ?? [])]).toEqual([0, 1, 1, 0]);
      expect([...att.values.subarray(51, 54)]).toEqual([101, 101.01, 101.02].map(Math.fround));
      expect(store.readFrame('df_norm').values[0]).toBe(1);
      expect(readRepairs(store, 'df_att').map(describeRepair)).toEqual([
        '2 column names had blanks around them, which were removed, first: " Timestamp" in att.xlsx',
        '1 label was misspelt and read regardless of blanks and case, first: "A ttack" in att.xlsx, row 5',
        '1 gap in time was found and kept, first: 2016-01-01 00:00:00 to 2016-01-02 00:00:01, 1 d, in att.xlsx',
      ]);
      expect(readRepairs(store, 'df_norm').map(({ kind }) => kind)).toContain('startup-kept');
      const { attacks, withoutImpact } = readAttacks(store);
      expect(attacks.map(({ start, end, channels }) => [start, end, channels])).toEqual([
        [Date.parse('2015-12-31T23:59:59Z'), Date.parse('2016-01-01T00:00:01Z'), ['MV101']],
        [Date.parse('2016-01-02T00:00:01Z'), Date.parse('2016-01-02T00:00:03Z'), ['P101', 'P102']],
      ]);
      expect(withoutImpact.map(({ name }) => name)).toEqual(['Attack 3']);
      expect(readRepairs(store, 'attacks').map(({ kind }) => kind)).toEqual([
        'end-next-day',
        'year-corrected',
        'attack-without-end',
        'legend-row',
      ]);
    });
  });

  test('lose 2 January with the dates of the original', async () => {
    await convertTables(await writeSwat(attackStamps, []));
    await prepare({ from: '2015-12-22', to: '2016-01-02' });
    await read(processed, (store) => {
      expect(frameLength(store.readFrame('df_att'))).toBe(2);
      expect(readAttacks(store).attacks.map(({ name }) => name)).toEqual(['Attack 1']);
      const outside = readRepairs(store, 'df_att').find(({ kind }) => kind === 'row-outside-dates');
      expect(outside).toEqual({
        kind: 'row-outside-dates',
        count: 2,
        example: '2016-01-02 00:00:01 in att.xlsx, row 5',
      });
    });
  });

  test('are prepared again when a setting or the interim store changed', async () => {
    const config = parseConfig(PrepareConfig, {});
    await convertTables(await writeSwat(attackStamps, []));
    const preparation = { interim, processed, config };
    expect(await isPrepared(preparation)).toBe(false);
    await prepareStore(preparation);
    expect(await isPrepared(preparation)).toBe(true);
    const other = parseConfig(PrepareConfig, { startup: '1s' });
    expect(await isPrepared({ ...preparation, config: other })).toBe(false);
    await convertTables(await writeSwat(attackStamps.slice(1), []));
    expect(await isPrepared(preparation)).toBe(false);
  });

  test('are refused when a label, a time or a tag is wrong', async () => {
    await convertTables(await writeSwat(attackStamps, ['Normal', 'Atack']));
    await expect(prepare()).rejects.toThrow(
      'The labels of att.xlsx must be 0 and 1, or Normal and Attack, got "Atack" in row 4. Column ' +
        'Normal/Attack holds Normal, Atack.',
    );
    await convertTables(await writeSwat([...attackStamps, '2016-01-02'], []));
    await expect(prepare()).rejects.toThrow(
      'A timestamp must be written as day/month/year 12 h like those before it, got "2016-01-02" ' +
        'in att.xlsx, row 7, column Timestamp.',
    );
    const rows = recording(0, attackStamps, []).map((row) => row.filter((_, c) => c !== 2));
    const conversion = await writeSwat(attackStamps, []);
    await writeBook('att.xlsx', rows);
    await convertTables(conversion);
    await expect(prepare()).rejects.toThrow('but att.xlsx has none for LIT101.');
  });
});

function writeText(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

function convert(normal: string, attack: string) {
  return convertTables({
    store: interim,
    tables: genericTables({
      normal: [writeText('train.csv', normal)],
      attack: [writeText('test.csv', attack)],
    }),
  });
}

describe('tables of any plant', () => {
  test('without times are numbered, or get a period', async () => {
    await convert('m0,m1\n1,2\n3,4\n', 'm1,m0,label\n5,6,0\n7,8,1\n');
    await prepare();
    await read(processed, (store) => {
      expect(store.readFrame('df_norm').clock).toBe('rows');
      expect(store.readFrame('df_norm').labels).toBeUndefined();
      const att = store.readFrame('df_att');
      expect([...att.values]).toEqual([6, 5, 8, 7]);
      expect([...(att.labels ?? [])]).toEqual([0, 1]);
    });
    await prepare({ period: '300s' });
    await read(processed, (store) => {
      const { clock, timestamps } = store.readFrame('df_att');
      expect([clock, ...timestamps]).toEqual(['elapsed', 0, 300_000]);
    });
  });

  test('may have epoch times, missing readings, constant channels and a start-up', async () => {
    const normal =
      'time,a,b,c\n1451692800,1,5,1\n1451692801,,5,2\n1451692802,3,5,3\n1451692803,4,5,4\n';
    await convert(normal, 'time,a,b,c\n1451692900,1,6,1\n');
    const tables = await prepare({ startup: '1s', dropConstant: true, exclude: ['c'] });
    await read(processed, (store) => {
      const frame = store.readFrame('df_norm');
      expect(frame.channels).toEqual(['a']);
      expect([...frame.values]).toEqual([NaN, 3, 4]);
      expect(frame.timestamps[0]).toBe(1451692801000);
      expect(store.readFrame('df_att').channels).toEqual(['a']);
    });
    expect(tables[0].repairs.map(({ kind, count }) => [kind, count])).toEqual([
      ['column-left-out', 1],
      ['reading-missing', 1],
      ['row-startup', 1],
      ['channel-constant', 1],
    ]);
    expect(tables[0].repairs[1].example).toBe('a in train.csv, row 3');
  });

  test('that go back as clocks are set back are told of the zone, which sorting would mix up', async () => {
    const autumn = 'time,a\n2020-10-25 02:50:00,2\n2020-10-25 02:00:00,1\n2020-10-25 02:10:00,9\n';
    await convert(autumn, autumn);
    await expect(prepare()).rejects.toThrow(
      'in train.csv, row 3. If clocks were set back there, name their zone with `timeZone`, such as Europe/Berlin; ' +
        'otherwise sort the rows with `unordered: sort`.',
    );
    await prepare({ timeZone: 'Europe/Berlin' });
  });

  test('keep their order only when asked to sort and to keep the first', async () => {
    const jumping = 'time,a\n2020-01-01 00:00:02,2\n2020-01-01 00:00:01,1\n2020-01-01 00:00:02,9\n';
    await convert(jumping, jumping);
    await expect(prepare()).rejects.toThrow(
      'Time must not go back, got 2020-01-01 00:00:01 after 2020-01-01 00:00:02 in train.csv, row 3. ' +
        'Sort the rows with `unordered: sort`.',
    );
    await expect(prepare({ unordered: 'sort' })).rejects.toThrow(
      'Times must not repeat, got 2020-01-01 00:00:02 in train.csv, rows 2 and 4.',
    );
    const tables = await prepare({ unordered: 'sort', duplicates: 'keep-first' });
    expect(tables[0].repairs.map(({ kind, count }) => [kind, count])).toEqual([
      ['row-unordered', 1],
      ['row-duplicate', 1],
    ]);
    expect([...(await read(processed, (store) => store.readFrame('df_norm'))).values]).toEqual([
      1, 2,
    ]);
  });

  test('are refused in one sentence when settings or columns do not fit', async () => {
    await convert('time,a,b\n2020-01-01,1,x\n', 'time,a,b\n2020-01-01,1,y\n');
    await expect(prepare()).rejects.toThrow(
      'The column b of train.csv must hold numbers, got texts: "x". If it holds labels, name it in `labelColumn`; else exclude it with `exclude`',
    );
    await expect(prepare({ exclude: ['z'] })).rejects.toThrow(ConfigError);
    await expect(prepare({ exclude: ['z'] })).rejects.toThrow(
      'There is no column "z" to leave out.',
    );
    await expect(prepare({ exclude: ['b'], period: '1s' })).rejects.toThrow(
      'A period must be given only for tables without times, but train.csv has the column time.',
    );
    await expect(prepare({ exclude: ['b'], timeColumn: 'when' })).rejects.toThrow(
      'The column "when" must be in train.csv, which has time, a, b. Give another `timeColumn`.',
    );
    await expect(prepare({ exclude: ['b'], to: '2019-01-01' })).rejects.toThrow(
      'train.csv must have rows between its start and 2019-01-01, got none.',
    );
    await expect(prepare({ exclude: ['b'], startup: '1h' })).rejects.toThrow(
      'train.csv must be longer than its start-up of 1h, got 1 row within it.',
    );
    expect(() => parseConfig(PrepareConfig, { from: 'May' })).toThrow('must be a date such as');
    await convert('a\n1\n', 'a,note\n1,2\n');
    await expect(prepare()).rejects.toThrow(
      'All tables must have the columns of train.csv, but test.csv has note besides.',
    );
  });

  test('leave a prepared store as it was when they cannot be prepared', async () => {
    await convert('a\n1\n2\n', 'a\n1\n');
    await prepare();
    const before = readFileSync(processed);
    await convert('a\n1\n', 'b\n1\n');
    await expect(prepare()).rejects.toThrow(DataError);
    expect(readFileSync(processed).equals(before)).toBe(true);
  });

  test('take the place of all that the stores held of another plant', async () => {
    await convertTables(await writeSwat(attackStamps, []));
    await prepare();
    await convertTables({
      store: interim,
      tables: genericTables({ normal: [writeText('train.csv', 'a\n1\n2\n')] }),
    });
    await prepare();
    expect(await read(interim, (store) => store.keys)).toEqual(['normal_1']);
    expect(await read(processed, (store) => store.keys)).toEqual(['df_norm']);
  });
});

test('a missing source leaves no store and is named', async () => {
  const tables = genericTables({ normal: [join(folder, 'nowhere.csv')] });
  await expect(convertTables({ store: interim, tables })).rejects.toThrow(
    'nowhere.csv must be a table to read, but there is no such file. Check the path.',
  );
  await expect(openStore(interim)).rejects.toThrow('there is no such file');
  expect(() => genericTables({ normal: [] })).toThrow('Name it in `normal`.');
});
