/** Stores read by pandas, PyTables, h5py and h5dump. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createFrame, sliceFrame } from '@anodec/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { appendFrame } from './append-frame.js';
import { writeErrors } from './scores-store.js';
import { openStore, updateStore } from './store.js';

let folder = '';
let path = '';
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'anodec-others-'));
  path = join(folder, 'store.h5');
  const timestamps = Float64Array.of(1451692801000, 1451692802000, 1451692804000);
  const frame = createFrame({
    values: Float32Array.of(0.1, 1, 0.2, NaN, 0.3, 3),
    channels: ['LIT101', 'MV101'],
    timestamps,
    labels: Uint8Array.of(0, 1, 0),
  });
  const plain = createFrame({ values: Float32Array.of(5, 6), channels: ['m0'] });
  const counters = createFrame({
    values: Float32Array.of(0, 0.5, 1, NaN, 2, 2.5),
    channels: ['energy', 'level'],
    offsets: Float64Array.of(123_456_789, 0),
    timestamps,
    labels: Uint8Array.of(0, 1, 0),
  });
  const table = {
    source: 'a.csv',
    columns: [
      { name: ' Timestamp', kind: 'text' },
      { name: 'FIT101', kind: 'number' },
    ] as const,
    async *chunks() {
      yield { firstRow: 2, rows: 2, numbers: Float64Array.of(1, 2), texts: [['é', ' 2/1/2016']] };
    },
    close: () => Promise.resolve(),
  };
  await updateStore(path, async (draft) => {
    draft.writeFrame('df_norm', frame);
    draft.writeFrame('plain', plain);
    draft.writeFrame('counters', counters);
    await draft.writeTable('df_raw', table);
  });
  const grown = createFrame({
    values: Float32Array.of(1, 2, 3),
    channels: ['m0'],
    timestamps,
    labels: Uint8Array.of(0, 1, 0),
  });
  await updateStore(path, (draft) =>
    draft.writeFrame('grown', sliceFrame(grown, { start: 0, end: 2 })),
  );
  await appendFrame(path, 'grown', sliceFrame(grown, { start: 2, end: 3 }));
  const mse = Float32Array.of(0.5, 1.5);
  await writeErrors(
    path,
    { version: 3 },
    { timestamps: timestamps.subarray(1), clock: 'utc', mse },
  );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/**
 * The Pythons that have these modules; ANODEC_PYTHON may name one more, for another version. One
 * empty name where none has, so that a test is there to be skipped.
 */
function pythonsWith(modules: string): readonly string[] {
  const has = (python: string) => spawnSync(python, ['-c', `import ${modules}`]).status === 0;
  const { ANODEC_PYTHON: other } = process.env;
  const found = ['/usr/bin/python3', ...(other ? [other] : [])].filter(has);
  return found.length > 0 ? found : [''];
}

const pandas = pythonsWith('pandas, tables');
const h5py = pythonsWith('h5py');
const h5dump = spawnSync('h5dump', ['--version']).status === 0;

function ask(python: string, script: string): unknown {
  const run = spawnSync(python, ['-c', script, path], { encoding: 'utf8' });
  if (run.status !== 0) throw new Error(run.stderr);
  return JSON.parse(run.stdout);
}

describe.each(pandas)('pandas of %s (needs python3 with pandas, tables)', (python) => {
  test.skipIf(!python)('reads a frame by its key', () => {
    const script = `
import json, sys, pandas as pd
df = pd.read_hdf(sys.argv[1], 'df_norm')
plain = pd.read_hdf(sys.argv[1], 'plain')
print(json.dumps([list(df.columns), [str(t) for t in df.index], df.index.name,
  [str(d) for d in df.dtypes], df['LIT101'].tolist(), df['MV101'].isna().tolist(),
  df['Normal/Attack'].tolist(), plain['m0'].tolist(), plain.index.tolist()]))`;
    expect(ask(python, script)).toEqual([
      ['LIT101', 'MV101', 'Normal/Attack'],
      ['2016-01-02 00:00:01', '2016-01-02 00:00:02', '2016-01-02 00:00:04'],
      'Timestamp',
      ['float32', 'float32', 'int8'],
      [0.1, 0.2, 0.3].map(Math.fround),
      [false, true, false],
      [0, 1, 0],
      [5, 6],
      [0, 1],
    ]);
  });

  test.skipIf(!python)('reads the readings of channels that are kept less an offset', () => {
    const script = `
import json, sys, pandas as pd
df = pd.read_hdf(sys.argv[1], 'counters')
print(json.dumps([list(df.columns), [str(d) for d in df.dtypes], df['energy'].tolist(),
  df['level'].dropna().tolist(), df['Normal/Attack'].tolist()]))`;
    expect(ask(python, script)).toEqual([
      ['energy', 'level', 'Normal/Attack'],
      ['float64', 'float32', 'int8'],
      [123_456_789, 123_456_790, 123_456_791],
      [0.5, 2.5],
      [0, 1, 0],
    ]);
  });

  test.skipIf(!python)('reads the scores of a run', () => {
    const script = `
import json, sys, pandas as pd
df = pd.read_hdf(sys.argv[1], 'df_errors_3')
print(json.dumps([list(df.columns), df['mse'].tolist(), [str(t) for t in df['timestamp']]]))`;
    expect(ask(python, script)).toEqual([
      ['mse', 'timestamp'],
      [0.5, 1.5],
      ['2016-01-02 00:00:02', '2016-01-02 00:00:04'],
    ]);
  });

  test.skipIf(!python)('reads nothing but whole rows that were added, with PyTables too', () => {
    const script = `
import json, sys, pandas as pd, tables
df = pd.read_hdf(sys.argv[1], 'grown')
with tables.open_file(sys.argv[1]) as f:
    node = f.root.grown.block0_values
    print(json.dumps([df['m0'].tolist(), [str(t) for t in df.index], type(node).__name__,
      node[:, 0].tolist(), node.filters.complib, f.root.grown._v_attrs.legend]))`;
    expect(ask(python, script)).toEqual([
      [1, 2, 3],
      ['2016-01-02 00:00:01', '2016-01-02 00:00:02', '2016-01-02 00:00:04'],
      'EArray',
      [1, 2, 3],
      null,
      '0 = Normal, 1 = Attack',
    ]);
  });
});

test.skipIf(!h5py[0])('h5py reads raw tables and frames (needs python3 with h5py)', () => {
  const script = `
import json, sys, h5py
f = h5py.File(sys.argv[1])
raw = f['df_raw']
print(json.dumps([[c.decode() for c in raw['columns']], raw['numbers'][:].tolist(),
  [t.decode() for t in raw['text0_part0']], f['df_norm'].attrs['legend'].decode(),
  f['df_norm/block1_values'][:].tolist(), f['df_norm/block0_values'].compression]))`;
  expect(ask(h5py[0], script)).toEqual([
    [' Timestamp', 'FIT101'],
    [[1], [2]],
    ['é', ' 2/1/2016'],
    '0 = Normal, 1 = Attack',
    [[0], [1], [0]],
    null,
  ]);
});

test.skipIf(!h5dump)('h5dump reads everything (needs hdf5-tools)', () => {
  const dump = spawnSync('h5dump', [path], { encoding: 'utf8' });
  expect(dump.status).toBe(0);
  expect(dump.stderr).toBe('');
  expect(dump.stdout).toContain('(0): " Timestamp", "FIT101"');
  expect(dump.stdout).toContain('0 = Normal, 1 = Attack');
});

test.skipIf(!h5dump)(
  'a store that is compressed is read, and stays so when it is changed (needs hdf5-tools)',
  async () => {
    const packed = join(folder, 'packed.h5');
    expect(spawnSync('h5repack', ['-f', 'GZIP=1', path, packed]).status).toBe(0);
    const [before, after] = [await openStore(path), await openStore(packed)];
    expect(after.readFrame('counters')).toEqual(before.readFrame('counters'));
    for (const store of [before, after]) store.close();
    const frame = createFrame({ values: Float32Array.of(1), channels: ['b'] });
    await updateStore(packed, (draft) => draft.writeFrame('more', frame));
    const filtersOf = (dataset: string) =>
      /FILTERS \{\s*([A-Z]+)/.exec(
        spawnSync('h5dump', ['-p', '-H', '-d', dataset, packed], { encoding: 'utf8' }).stdout,
      )?.[1];
    expect(filtersOf('/counters/block0_values')).toBe('COMPRESSION');
    expect(filtersOf('/more/block0_values')).toBe('NONE');
  },
);
