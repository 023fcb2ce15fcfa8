/** Tables as people bring them, from the file to the frame: columns that are no sensors, labels, shapes. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseConfig, UNKNOWN_LABEL } from '@anodec/core';
import { openStore, readAttacks } from '@anodec/tables';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { convertTables, type GenericFiles, genericTables } from '../convert/index.js';
import { describeRepair } from '../repair-log.js';
import { PrepareConfig } from './config.js';
import { prepareStore } from './prepare.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'anodec-columns-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

/** A table with a row a minute; `cells` gives what follows the time. */
function minutes(header: string, rows: number, cells: (r: number) => string): string {
  const lines = Array.from({ length: rows }, (_, r) => {
    const time = new Date(Date.UTC(2020, 0, 1, 0, r)).toISOString().slice(0, 19).replace('T', ' ');
    return `${time},${cells(r)}`;
  });
  return `${header}\n${lines.join('\n')}\n`;
}

const level = (r: number) => (Math.sin(r / 3) + 2).toFixed(3);

async function prepare(files: GenericFiles, settings: Partial<PrepareConfig> = {}) {
  const interim = join(folder, 'interim.h5');
  const processed = join(folder, 'processed.h5');
  await convertTables({ store: interim, tables: genericTables(files) });
  const config = parseConfig(PrepareConfig, settings);
  const tables = await prepareStore({ interim, processed, config });
  const store = await openStore(processed);
  const frames = Object.fromEntries(
    tables.filter(({ key }) => key !== 'attacks').map(({ key }) => [key, store.readFrame(key)]),
  );
  const units = tables.map(({ unit }) => unit);
  const { attacks } = readAttacks(store);
  store.close();
  const said = tables.map(({ repairs }) => repairs.map(describeRepair));
  return { frames, said, units, attacks };
}

describe('columns that are no sensors', () => {
  test('are left out and named', async () => {
    const header = 'time,id,level,dead1,dead2,attack,attack_P1';
    const { frames, said } = await prepare({
      normal: [
        write(
          'n.csv',
          minutes(header, 30, (r) => `${r},${level(r)},,,0,0`),
        ),
      ],
      attack: [
        write(
          'a.csv',
          minutes(header, 30, (r) => `${r + 30},${level(r)},,,${+(r > 20)},0`),
        ),
      ],
    });
    expect(frames.df_norm.channels).toEqual(['level']);
    expect(frames.df_att.labels?.reduce((sum, label) => sum + label, 0)).toBe(9);
    expect(said[0]).toEqual([
      '1 column only counts up and was left out (keep it with `keepCounters` or `include`): id',
      '2 columns have no reading in normal recordings and were left out: dead1, dead2',
      '1 column holds labels, not readings, and was left out (keep it with `include`): attack_P1',
    ]);
  });

  test('that follow the labels under another name are warned about', async () => {
    const { frames, said } = await prepare({
      normal: [
        write(
          'n.csv',
          minutes('time,level,x', 30, (r) => `${level(r)},5`),
        ),
      ],
      attack: [
        write(
          'a.csv',
          minutes('time,level,x,label', 30, (r) => `${level(r)},${r > 20 ? 6 : 5},${+(r > 20)}`),
        ),
      ],
    });
    expect(frames.df_att.channels).toEqual(['level', 'x']);
    expect(said[1]).toEqual([
      '1 channel never changes in training and follows the labels in the test recording: likely a ' +
        'label, not a sensor, so exclude it with `exclude`: x',
    ]);
  });

  test('of texts are named together with the setting that leaves them out', async () => {
    const table = write(
      'n.csv',
      minutes('time,level,note,by', 12, (r) => `${level(r)},x${r % 5},y`),
    );
    await expect(prepare({ normal: [table] })).rejects.toThrow(
      'The columns note, by of n.csv must hold numbers, got texts or dates. Correct the cells, or ' +
        'exclude them with `exclude`.',
    );
  });

  test('in one table only are named with the setting that takes them for labels', async () => {
    const normal = [write('n.csv', minutes('time,level', 12, level))];
    const attack = [
      write(
        'a.csv',
        minutes('time,level,bad', 12, (r) => `${level(r)},${+(r > 6)}`),
      ),
    ];
    await expect(prepare({ normal, attack })).rejects.toThrow(
      'All tables must have the columns of n.csv, but a.csv has bad besides. If bad, which holds 0 ' +
        'and 1, is the label, set `labelColumn: bad`; otherwise exclude it with `exclude`.',
    );
    const { frames } = await prepare({ normal, attack }, { labelColumn: 'bad' });
    expect(frames.df_norm.labels).toBeUndefined();
    expect(frames.df_att.labels?.[7]).toBe(1);
  });

  test('that never change, missing readings apart, are left out with dropConstant', async () => {
    const table = write(
      'n.csv',
      minutes('time,level,still', 12, (r) => `${level(r)},${r % 3 ? 4 : ''}`),
    );
    const { frames } = await prepare({ normal: [table] }, { dropConstant: true });
    expect(frames.df_norm.channels).toEqual(['level']);
  });
});

describe('rows labelled as attack in a normal table', () => {
  test('are counted and keep their labels', async () => {
    const text = minutes('time,level,attack', 30, (r) => `${level(r)},${+(r < 8)}`);
    const { frames, said } = await prepare({ normal: [write('n.csv', text)] });
    expect(frames.df_norm.labels?.reduce((sum, label) => sum + label, 0)).toBe(8);
    expect(said[0]).toEqual([
      '8 rows of n.csv are labelled as attack and were left out of training and threshold',
    ]);
  });

  test('must not be all of them', async () => {
    const text = minutes('time,level,attack', 12, (r) => `${level(r)},1`);
    await expect(prepare({ normal: [write('n.csv', text)] })).rejects.toThrow(
      'n.csv must have rows of normal operation, got 12 rows that are all labelled as attack or unknown.',
    );
  });
});

describe('labels', () => {
  const normal = () => [write('n.csv', minutes('time,level', 12, level))];

  test('in words are mapped, and unknown ones kept as such', async () => {
    const words = ['NORMAL', 'BROKEN', 'RECOVERING', ''];
    const attack = [
      write(
        'a.csv',
        minutes('time,level,label', 12, (r) => `${level(r)},${words[r % 4]}`),
      ),
    ];
    await expect(prepare({ normal: normal(), attack })).rejects.toThrow(
      '`labelMap`, such as "NORMAL=normal,BROKEN=attack,RECOVERING=unknown"',
    );
    const { frames, said } = await prepare(
      { normal: normal(), attack },
      { labelMap: 'NORMAL=normal,BROKEN=attack,RECOVERING=unknown' },
    );
    expect([...(frames.df_att.labels?.subarray(0, 4) ?? [])]).toEqual([
      0,
      1,
      UNKNOWN_LABEL,
      UNKNOWN_LABEL,
    ]);
    expect(said[1]).toEqual([
      '6 rows have an empty or unknown label and stay out of the metrics, first: in a.csv, row 4',
    ]);
  });

  test('of 1 and -1 are read as the name of their column says', async () => {
    const name = '"Attack LABLE (1:No Attack, -1:Attack)"';
    const attack = [
      write(
        'a.csv',
        minutes(`time,level,${name}`, 12, (r) => `${level(r)},${r > 9 ? -1 : 1}`),
      ),
    ];
    const { frames } = await prepare({ normal: normal(), attack });
    expect([...(frames.df_att.labels ?? [])]).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1]);
  });

  test('that are all normal are labels', async () => {
    const attack = [
      write(
        'a.csv',
        minutes('time,level,label', 12, (r) => `${level(r)},0`),
      ),
    ];
    const { frames } = await prepare({ normal: normal(), attack });
    expect(frames.df_att.labels).toEqual(new Uint8Array(12));
  });

  test('may lie in a file of their own, one a row or with times', async () => {
    const attack = [write('a.csv', minutes('time,level', 12, level))];
    const rows = write('labels.txt', '0\n0\n0\n0\n0\n0\n0\n0\n0\n0\n1\n1\n');
    const timed = write(
      'l.csv',
      minutes('timestamp,label', 12, (r) => String(+(r > 9))),
    );
    const counted = write(
      'c.csv',
      'id,label\n' + [...Array(12).keys()].map((r) => `${r},${+(r > 9)}`).join('\n'),
    );
    for (const labels of [rows, timed, counted]) {
      const { frames } = await prepare({ normal: normal(), attack, labels: [labels] });
      expect([...(frames.df_att.labels ?? [])]).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1]);
    }
    const short = write('short.txt', '0\n0\n1\n');
    await expect(prepare({ normal: normal(), attack, labels: [short] })).rejects.toThrow(
      'short.txt must have a label for each row of a.csv, got 3 labels for 12 rows.',
    );
  });

  test('may come from a list of attacks, which is kept', async () => {
    const attack = [write('a.csv', minutes('time,level', 12, level))];
    const attacks = write(
      'attacks.csv',
      'Id,Date,Start Time,End Time\n1,01/01/2020,00:03:00,00:04:30\n2,01/02/2020,00:00:00,00:01:00\n',
    );
    const prepared = await prepare({ normal: normal(), attack, attacks });
    expect([...(prepared.frames.df_att.labels ?? [])]).toEqual([
      0, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0,
    ]);
    expect(prepared.attacks.map(({ name, start }) => [name, start])).toEqual([
      ['Attack 1', Date.UTC(2020, 0, 1, 0, 3)],
      ['Attack 2', Date.UTC(2020, 1, 1)],
    ]);
    expect(prepared.said[1]).toEqual([
      '1 attack of the list lies outside every test recording: Attack 2',
      '2 rows are labelled as attack by attacks.csv',
    ]);
    const others = write('others.csv', 'start,end\n2019-01-01 00:00:00,2019-01-01 01:00:00\n');
    await expect(prepare({ normal: normal(), attack, attacks: others })).rejects.toThrow(
      'others.csv must list attacks within a.csv, 2020-01-01 00:00:00 to 2020-01-01 00:11:00',
    );
  });
});

describe('shapes', () => {
  const long = () => {
    const rows = Array.from({ length: 12 }, (_, r) => {
      const time = `2020-01-01 00:${String(r).padStart(2, '0')}:00`;
      return `LIT1,${time},${level(r)}\nFIT1,${time},${r % 4}`;
    });
    return write('long.csv', `tag,timestamp,value\n${rows.join('\n')}\n`);
  };

  test('with one row per reading are named, pivoted on request and never cut to one tag', async () => {
    const advice =
      'Times must not repeat, got each of them 2 times in long.csv, whose column tag names 2 tags ' +
      '(LIT1, FIT1): a table with one row per reading. Make a channel of each tag with `pivot: tag`.';
    await expect(prepare({ normal: [long()] })).rejects.toThrow(advice);
    await expect(
      prepare({ normal: [long()] }, { exclude: ['tag'], duplicates: 'keep-first' }),
    ).rejects.toThrow(advice);
    const dated = write('dated.csv', readFileSync(long(), 'utf8').replace('timestamp', 'when'));
    const { frames: named } = await prepare({ normal: [dated] }, { pivot: 'tag' });
    expect(named.df_norm.channels).toEqual(['LIT1', 'FIT1']);
    const { frames } = await prepare({ normal: [long()] }, { pivot: 'tag' });
    expect(frames.df_norm.channels).toEqual(['LIT1', 'FIT1']);
    expect([...frames.df_norm.values.subarray(0, 4)]).toEqual([
      Math.fround(Number(level(0))),
      0,
      Math.fround(Number(level(1))),
      1,
    ]);
  });

  test('in which all times repeat without a tag are not cut to the first row of each', async () => {
    const rows = Array.from(
      { length: 24 },
      (_, r) => `2020-01-01 00:00:0${Math.floor(r / 4)},${level(r)}`,
    );
    await expect(
      prepare({ normal: [write('n.csv', `time,a\n${rows.join('\n')}\n`)] }),
    ).rejects.toThrow(
      'Times must not repeat, got each of them 4 times in n.csv. If they are written too coarsely, ' +
        'number the rows with `timeColumn: none` and give their `period`;',
    );
  });

  test('of several units are warned about, or become a recording of each', async () => {
    const rows = Array.from(
      { length: 24 },
      (_, r) => `${r < 14 ? 1 : 2},${r < 14 ? r : r - 14},${level(r)}`,
    );
    const table = write('units.csv', `unit,cycle,a\n${rows.join('\n')}\n`);
    const { said } = await prepare({ normal: [table] });
    expect(said[0].at(-1)).toBe(
      '1 column suggests several units in one table: cycle counts up and starts again in row 16 of ' +
        'units.csv: make a recording of each with `group: unit`',
    );
    const { frames, units } = await prepare(
      { normal: [table], attack: [table] },
      { group: 'unit' },
    );
    expect(Object.keys(frames)).toEqual(['df_norm', 'df_norm_2', 'df_att', 'df_att_2']);
    expect(units).toEqual(['1', '2', '1', '2']);
    expect(frames.df_norm_2.channels).toEqual(['a']);
    expect(frames.df_norm_2.timestamps.length).toBe(10);
    await expect(prepare({ normal: [table] }, { group: 'asset' })).rejects.toThrow(
      'There is no column "asset" to group by. Known are: unit, cycle, a.',
    );
  });

  test('of several units whose times start again are not sorted into one', async () => {
    const rows = Array.from({ length: 24 }, (_, r) => {
      return `U${r < 14 ? 1 : 2},2020-01-01 00:${String(r % 14).padStart(2, '0')}:00,${level(r)}`;
    });
    const table = write('units.csv', `asset,time,a\n${rows.join('\n')}\n`);
    await expect(prepare({ normal: [table] })).rejects.toThrow(
      'Time must increase from row to row, got 2020-01-01 00:00:00 after 2020-01-01 00:13:00 in ' +
        'units.csv, row 16. Its column asset names several units: make a recording of each with ' +
        '`group: asset`.',
    );
    const { frames } = await prepare({ normal: [table] }, { group: 'asset' });
    expect(Object.keys(frames)).toEqual(['df_norm', 'df_norm_2']);
  });

  test('of several recordings of each kind keep all of them', async () => {
    const table = (name: string) =>
      write(
        name,
        minutes('time,level,label', 12, (r) => `${level(r)},0`),
      );
    const { frames } = await prepare({
      normal: [table('n1.csv'), table('n2.csv')],
      attack: [table('a1.csv'), table('a2.csv')],
    });
    expect(Object.keys(frames)).toEqual(['df_norm', 'df_norm_2', 'df_att', 'df_att_2']);
  });
});
