/** Exported tables, read back and by other programs. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { createFrame, DataError, type TimeSeriesFrame } from '@anodec/core';
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { LABEL_COLUMN } from '../hdf5/frame-store.js';
import { openTable } from '../open-table.js';
import type { TableChunk, TableReader } from '../table.js';
import { BATCH_ROWS } from '../columnar/column-batch.js';
import { guardFormula } from '../columnar/csv-writer.js';
import { exportTable, tableWriters } from './export-table.js';
import { frameFromArrow, frameToArrow } from './frame-arrow.js';
import { frameTable } from './frame-table.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'anodec-export-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const start = Date.UTC(2016, 0, 2, 0, 0, 1);

/** Rows with gaps; the channel counts in tenths, which float32 rounds. */
function recording(rows: number): TimeSeriesFrame {
  return createFrame({
    values: Float32Array.from({ length: rows * 2 }, (_, i) => (i % 7 === 3 ? NaN : i / 10)),
    channels: ['LIT101', 'µS/cm'],
    timestamps: Float64Array.from({ length: rows }, (_, t) => start + 1000 * t + 0.25),
    labels: Uint8Array.from({ length: rows }, (_, t) => t % 2),
  });
}

async function readBack(path: string) {
  const table = await openTable(path);
  const chunks: TableChunk[] = [];
  for await (const chunk of table.chunks()) chunks.push(chunk);
  await table.close();
  return {
    columns: table.columns,
    numbers: chunks.flatMap(({ numbers }) => [...numbers]),
    texts: table.columns
      .filter(({ kind }) => kind === 'text')
      .map((_, j) => chunks.flatMap(({ texts }) => texts[j])),
  };
}

function rowsOf(frame: TimeSeriesFrame): number[] {
  return [...frame.timestamps].flatMap((time, t) => [
    time,
    frame.values[2 * t],
    frame.values[2 * t + 1],
    frame.labels?.[t] ?? NaN,
  ]);
}

test.each(['.parquet', '.arrow', '.feather'])(
  'keeps a frame to the bit as %s, over the edge of a batch, with its legend',
  async (ending) => {
    const frame = recording(BATCH_ROWS + 3);
    const path = join(folder, `deep/a${ending}`);
    expect(await exportTable(frameTable(frame, 'df_att'), path)).toBe(BATCH_ROWS + 3);
    const { columns, numbers } = await readBack(path);
    expect(columns).toEqual([
      { name: 'Timestamp', kind: 'time' },
      { name: 'LIT101', kind: 'number', stored: 'float32' },
      { name: 'µS/cm', kind: 'number', stored: 'float32' },
      { name: LABEL_COLUMN, kind: 'number', stored: 'int8', legend: '0 = Normal, 1 = Attack' },
    ]);
    const same = rowsOf(frame).every((value, i) => Object.is(value, numbers[i]));
    expect([numbers.length, same]).toEqual([4 * (BATCH_ROWS + 3), true]);
  },
);

test('keeps what is missing as null, which no reader takes for a number', async () => {
  // of 8 rows the third number in the second, and so on every seventh number
  const table = await frameToArrow(recording(8));
  expect([table.getChild('LIT101')?.nullCount, table.getChild('µS/cm')?.nullCount]).toEqual([1, 1]);
  const path = join(folder, 'a.parquet');
  await exportTable(frameTable(recording(8), 'x'), path);
  const file = await asyncBufferFromFile(path);
  const rows = await parquetReadObjects({ file, columns: ['µS/cm'] });
  expect(rows.map((row) => row['µS/cm'] === null)).toEqual([
    false,
    true,
    ...Array<boolean>(6).fill(false),
  ]);
});

test('writes a text table with the shortest digits and times to the microsecond', async () => {
  const path = join(folder, 'a.csv');
  await exportTable(frameTable(recording(4), 'df_att'), path);
  expect(readFileSync(path, 'utf8')).toBe(
    'Timestamp,LIT101,µS/cm,Normal/Attack\n' +
      '2016-01-02 00:00:01.00025,0,0.1,0\n' +
      '2016-01-02 00:00:02.00025,0.2,,1\n' +
      '2016-01-02 00:00:03.00025,0.4,0.5,0\n' +
      '2016-01-02 00:00:04.00025,0.6,0.7,1\n',
  );
  await exportTable(frameTable(recording(4), 'df_att'), `${path}.gz`);
  expect(gunzipSync(readFileSync(`${path}.gz`)).equals(readFileSync(path))).toBe(true);
});

/** A table of texts and numbers. */
function tableOf(name: string, texts: readonly string[], numbers: readonly number[]): TableReader {
  return {
    source: 'raw',
    columns: [
      { name, kind: 'text' },
      { name: 'n', kind: 'number' },
    ],
    async *chunks() {
      const chunk = { firstRow: 1, rows: texts.length, numbers: Float64Array.from(numbers) };
      yield { ...chunk, texts: [texts] };
    },
    close: () => Promise.resolve(),
  };
}

test.each(['.parquet', '.arrow', '.csv'])('keeps texts and numbers as %s', async (ending) => {
  const texts = ['Normal', '', 'a "quoted", text', 'two\nlines', ' blanks ', 'é€😀'];
  const numbers = [0.1, NaN, -1e300, 5e-324, 2 ** 53, 1 / 3];
  const path = join(folder, `a${ending}`);
  await exportTable(tableOf('Remark', texts, numbers), path);
  const back = await readBack(path);
  expect(back.numbers).toEqual(numbers);
  expect(back.texts).toEqual([texts]);
});

describe('a text table for spreadsheets', () => {
  test.each([
    '=1+1',
    "=cmd|'/c calc'!A1",
    '+1-2',
    '-2+3+cmd',
    '@SUM(A1)',
    '\t=1',
    '\r=1',
    ' =1',
    '\n=1',
    '＝1',
  ])('has an apostrophe before %j', (text) => {
    expect(guardFormula(text)).toBe(`'${text}`);
  });

  test.each(['Normal', '-5', '+1.5e-3', "it's", '1-2', 'a=b', ''])('leaves %j alone', (text) => {
    expect(guardFormula(text)).toBe(text);
  });

  test('guards cells and names of columns, not numbers', async () => {
    const path = join(folder, 'a.csv');
    await exportTable(tableOf('=EVIL()', ['=1+1', '-x,y'], [-1, -2]), path);
    expect(readFileSync(path, 'utf8')).toBe(`'=EVIL(),n\n'=1+1,-1\n"'-x,y",-2\n`);
  });
});

test.each(Object.keys(tableWriters))('leaves the old file when %s fails', async (ending) => {
  const path = join(folder, `a${ending}`);
  writeFileSync(path, 'old');
  const table = tableOf('x', ['a'], [1]);
  const failing = {
    ...table,
    async *chunks() {
      yield* table.chunks();
      throw new DataError('The source must be whole, got half of it.');
    },
  };
  await expect(exportTable(failing, path)).rejects.toThrow('got half of it');
  expect(readFileSync(path, 'utf8')).toBe('old');
  expect(readdirSync(folder)).toEqual([`a${ending}`]);
});

test('stops when asked to, and names the endings that it knows', async () => {
  const stop = new AbortController();
  stop.abort();
  const path = join(folder, 'a.parquet');
  const stopped = exportTable(tableOf('x', ['a'], [1]), path, { signal: stop.signal });
  await expect(stopped).rejects.toThrow('Stopped while reading raw.');
  const unknown = exportTable(tableOf('x', ['a'], [1]), join(folder, 'a.xls'));
  await expect(unknown).rejects.toThrow(
    'a.xls must end in one of .parquet, .arrow, .feather, .csv, .csv.gz. Give it another name.',
  );
  expect(readdirSync(folder)).toEqual([]);
});

test.each([
  ['utc', recording(BATCH_ROWS + 1)],
  [
    'elapsed',
    createFrame({ ...recording(3), timestamps: Float64Array.of(0, 1500, 2500), clock: 'elapsed' }),
  ],
  ['rows', createFrame({ values: Float32Array.of(1, 2), channels: ['row'] })],
  ['utc and an unknown label', createFrame({ ...recording(3), labels: Uint8Array.of(0, 255, 1) })],
  [
    'rows with a gap',
    createFrame({ ...recording(2), timestamps: Float64Array.of(4, 9), clock: 'rows' }),
  ],
] as const)('gives a frame with clock %s back from an Arrow table', async (_, frame) => {
  const table = await frameToArrow(frame);
  expect(table.numRows).toBe(frame.timestamps.length);
  const back = await frameFromArrow(table);
  expect([back.channels, back.clock]).toEqual([frame.channels, frame.clock]);
  const bytes = ({ buffer, byteOffset, byteLength }: Float32Array | Float64Array | Uint8Array) =>
    Buffer.from(buffer, byteOffset, byteLength);
  expect(bytes(back.values).equals(bytes(frame.values))).toBe(true);
  expect(bytes(back.timestamps).equals(bytes(frame.timestamps))).toBe(true);
  expect(back.labels).toEqual(frame.labels);
});

describe('a frame with an offset', () => {
  const counters = createFrame({
    values: Float32Array.of(0, 0.1, 1, 0.2),
    channels: ['energy', 'level'],
    offsets: Float64Array.of(123_456_789, 0),
  });

  test.each(['.parquet', '.arrow'])('gives its readings to %s', async (ending) => {
    const path = join(folder, `a${ending}`);
    await exportTable(frameTable(counters, 'df_norm'), path);
    const { columns, numbers } = await readBack(path);
    expect(columns).toEqual([
      { name: 'energy', kind: 'number' },
      { name: 'level', kind: 'number', stored: 'float32' },
    ]);
    expect(numbers).toEqual([123_456_789, Math.fround(0.1), 123_456_790, Math.fround(0.2)]);
  });

  test('gives its readings to a text table', async () => {
    const path = join(folder, 'a.csv');
    await exportTable(frameTable(counters, 'df_norm'), path);
    expect(readFileSync(path, 'utf8')).toBe('energy,level\n123456789,0.1\n123456790,0.2\n');
  });

  test('comes back from an Arrow table to the bit, and where its channels were reordered', async () => {
    const table = await frameToArrow(counters);
    expect(table.getChild('energy')?.get(1)).toBe(123_456_790);
    expect(await frameFromArrow(table)).toEqual(counters);
    const back = await frameFromArrow(table.select(['level', 'energy']));
    expect(back.offsets).toEqual(Float64Array.of(0, 123_456_789));
    expect([...back.values]).toEqual([Math.fround(0.1), 0, Math.fround(0.2), 1]);
  });
});

test.each(['.parquet', '.arrow'])(
  'says so when %s was cut short or is something else',
  async (ending) => {
    const path = join(folder, `a${ending}`);
    await exportTable(frameTable(recording(100), 'x'), path);
    const whole = readFileSync(path);
    for (const bytes of [
      whole.subarray(0, 200),
      whole.subarray(0, whole.length - 3),
      Buffer.from('no'),
    ]) {
      writeFileSync(path, bytes);
      await expect(readBack(path)).rejects.toThrow(DataError);
    }
    await expect(readBack(join(folder, `none${ending}`))).rejects.toThrow('there is nothing at');
  },
);

// the readers that users have; each counts, sums and shows the last time
const readers: readonly (readonly [string, string, string])[] = [
  [
    'pandas',
    'pandas, pyarrow',
    'd = pandas.read_parquet(p) if p.endswith("parquet") else pandas.read_feather(p)',
  ],
  [
    'polars',
    'polars',
    'd = (polars.read_parquet(p) if p.endswith("parquet") else polars.read_ipc(p)).to_pandas()',
  ],
  ['DuckDB', 'duckdb', 'd = duckdb.sql(f"from \'{p}\'").df()'],
];
const { ANODEC_PYTHON: python = '/usr/bin/python3' } = process.env;
const has = (modules: string) => spawnSync(python, ['-c', `import ${modules}`]).status === 0;

describe.each(readers)('%s', (name, modules, read) => {
  test.skipIf(!has(modules))(
    `reads the same table (needs ANODEC_PYTHON with ${modules})`,
    async () => {
      for (const ending of name === 'DuckDB' ? ['.parquet', '.csv'] : ['.parquet', '.arrow']) {
        const path = join(folder, `a${ending}`);
        await exportTable(frameTable(recording(8), 'x'), path);
        const script = [
          `import ${modules}, sys`,
          'p = sys.argv[1]',
          read,
          `level, labels = d['LIT101'], d['Normal/Attack']`,
          `print(len(d), round(float(level.sum()), 3), int(level.isna().sum()), d['Timestamp'].max(), int(labels.sum()))`,
        ].join('\n');
        const answer = spawnSync(python, ['-c', script, path], { encoding: 'utf8' });
        expect([answer.stderr, answer.stdout.trim()]).toEqual([
          '',
          '8 4.6 1 2016-01-02 00:00:08.000250 4',
        ]);
      }
    },
  );
});
