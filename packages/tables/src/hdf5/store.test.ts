/** Stores: contents, changes, errors. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { createFrame, DataError, type TimeSeriesFrame } from '@anodec/core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { TableChunk, TableReader } from '../table.js';
import { writeAttacks } from './attacks-store.js';
import { openStore, updateStore } from './store.js';

let folder = '';
let path = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'anodec-store-'));
  path = join(folder, 'deep', 'data_store.h5');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const start = Date.UTC(2016, 0, 2, 0, 0, 1);

function smallFrame(rows = 4): TimeSeriesFrame {
  const values = Float32Array.from({ length: rows * 2 }, (_, i) => Math.sin(i) * 1e3);
  values[1] = NaN;
  const timestamps = Float64Array.from({ length: rows }, (_, t) => start + 1000 * t + 0.25);
  const labels = Uint8Array.from({ length: rows }, (_, t) => t % 2);
  return createFrame({ values, channels: ['LIT101', 'µS/cm'], timestamps, labels });
}

function tableOf(chunks: TableChunk[], columns: TableReader['columns']): TableReader {
  return {
    source: 'plant.csv',
    columns,
    async *chunks() {
      yield* chunks;
    },
    close: () => Promise.resolve(),
  };
}

async function readBack<R>(read: (store: Awaited<ReturnType<typeof openStore>>) => R) {
  const store = await openStore(path);
  try {
    return await read(store);
  } finally {
    store.close();
  }
}

test.each([
  ['utc', smallFrame()],
  [
    'elapsed',
    createFrame({
      values: Float32Array.of(1, 2),
      channels: ['a'],
      timestamps: Float64Array.of(0, 2.5),
      clock: 'elapsed',
    }),
  ],
  ['rows', createFrame({ values: Float32Array.of(1, 2), channels: ['a'] })],
] as const)('gives a frame with clock %s back to the bit', async (_, frame) => {
  await updateStore(path, (draft) => draft.writeFrame('df_norm', frame));
  expect(await readBack((store) => store.readFrame('df_norm'))).toEqual(frame);
});

test('gives a frame of many chunks back to the bit', async () => {
  const frame = smallFrame(70_001);
  await updateStore(path, (draft) => draft.writeFrame('df_att', frame));
  const back = await readBack((store) => store.readFrame('df_att'));
  expect(Buffer.from(back.values.buffer).equals(Buffer.from(frame.values.buffer))).toBe(true);
  expect(back.timestamps.every((time, t) => time === frame.timestamps[t])).toBe(true);
  expect(back.labels?.every((label, t) => label === t % 2)).toBe(true);
});

const columns = [
  { name: ' Timestamp', kind: 'text' },
  { name: 'FIT101', kind: 'number' },
  { name: 'When', kind: 'time' },
  { name: 'Normal/Attack', kind: 'text' },
] as const;

function chunkOf(firstRow: number, cells: readonly (readonly [string, number, number, string])[]) {
  return {
    firstRow,
    rows: cells.length,
    numbers: Float64Array.from(cells.flatMap(([, a, b]) => [a, b])),
    texts: [cells.map(([text]) => text), cells.map(([, , , label]) => label)],
  };
}

test('gives a raw table back unchanged, long and foreign texts and row numbers included', async () => {
  const long = 'Attack '.repeat(20);
  const given = [
    chunkOf(3, [
      [' 28/12/2015 9:59:59 AM', 0.1, start, 'Normal'],
      ['', NaN, NaN, 'A ttack'],
    ]),
    chunkOf(8, [
      ['x ', 1e300, 0, long],
      ['déjà–vu', -0, 5, ''],
    ]),
  ];
  await updateStore(path, (draft) => draft.writeTable('df_raw', tableOf(given, columns)));
  const table = await readBack(async (store) => {
    const reader = store.readTable('df_raw');
    const chunks: TableChunk[] = [];
    for await (const chunk of reader.chunks()) chunks.push(chunk);
    return { source: reader.source, columns: reader.columns, chunks };
  });
  expect(table).toEqual({ source: 'plant.csv', columns, chunks: given });
});

test('gives a raw table of many blocks back with its texts in their rows', async () => {
  const count = 10_000;
  const chunks = Array.from({ length: count / 500 }, (_, i) =>
    chunkOf(
      2 + i * 500,
      Array.from({ length: 500 }, (__, r) => {
        const n = i * 500 + r;
        return [`t${n}`, n, n / 2, n === 9000 ? 'ü'.repeat(50) : 'Normal'] as const;
      }),
    ),
  );
  await updateStore(path, (draft) => draft.writeTable('df_raw', tableOf(chunks, columns)));
  let n = 0;
  await readBack(async (store) => {
    for await (const chunk of store.readTable('df_raw').chunks()) {
      for (let r = 0; r < chunk.rows; r++, n++) {
        expect(chunk.firstRow + r).toBe(n + 2);
        const [time, label] = chunk.texts.map((texts) => texts[r]);
        expect([time, chunk.numbers[2 * r], label]).toEqual([
          `t${n}`,
          n,
          n === 9000 ? 'ü'.repeat(50) : 'Normal',
        ]);
      }
    }
  });
  expect(n).toBe(count);
});

test('keeps keys, attributes and notes that a change leaves alone', async () => {
  const note = '{"long":"' + 'x'.repeat(100_000) + '"}';
  await updateStore(path, async (draft) => {
    draft.writeFrame('df_norm', smallFrame(5000));
    draft.setAttributes('df_norm', { share: 0.5, count: 3, text: 'µ ', none: '' });
    draft.addNote('df_norm', 'repairs', note);
    await draft.writeTable('df_raw', tableOf([chunkOf(2, [['a', 1, 2, 'b']])], columns));
  });
  await updateStore(path, (draft) => draft.writeFrame('df_att', smallFrame()));
  await readBack((store) => {
    expect(store.keys).toEqual(['df_att', 'df_norm', 'df_raw']);
    expect(store.readFrame('df_norm')).toEqual(smallFrame(5000));
    expect(store.attributes('df_norm')).toMatchObject({
      share: 0.5,
      count: 3,
      text: 'µ ',
      none: '',
    });
    expect(store.note('df_norm', 'repairs')).toBe(note);
    expect(store.note('df_norm', 'other')).toBeUndefined();
    expect(store.readTable('df_raw').columns).toEqual(columns);
  });
});

test('does not grow when the same key is written again', async () => {
  const write = () => updateStore(path, (draft) => draft.writeFrame('df_norm', smallFrame(50_000)));
  await updateStore(path, (draft) => draft.writeFrame('other', smallFrame(5000)));
  await write();
  const { size } = statSync(path);
  await write();
  await write();
  expect(statSync(path).size).toBe(size);
});

test('leaves a removed key out', async () => {
  await updateStore(path, (draft) => draft.writeFrame('a', smallFrame()));
  await updateStore(path, (draft) => draft.remove((key) => key === 'a'));
  expect(await readBack((store) => store.keys)).toEqual([]);
});

test('leaves the old store and nothing else when a change fails', async () => {
  await updateStore(path, (draft) => draft.writeFrame('a', smallFrame()));
  const before = readFileSync(path);
  const failing = updateStore(path, (draft) => {
    draft.writeFrame('a', smallFrame(99));
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  expect(readFileSync(path).equals(before)).toBe(true);
  expect(readdirSync(join(folder, 'deep'))).toEqual(['data_store.h5']);
});

test('stops between chunks when asked to', async () => {
  const stop = new AbortController();
  stop.abort();
  const table = tableOf([chunkOf(2, [['a', 1, 2, 'b']])], columns);
  const change = updateStore(path, (draft) =>
    draft.writeTable('a', table, { signal: stop.signal }),
  );
  await expect(change).rejects.toThrow('Stopped while reading plant.csv.');
  expect(readdirSync(join(folder, 'deep'))).toEqual([]);
});

test('removes the draft of a process that is gone, not of one that runs', async () => {
  await updateStore(path, (draft) => draft.writeFrame('a', smallFrame()));
  const gone = spawnSync('true').pid;
  const draft = (process_: number) =>
    join(folder, 'deep', `.data_store.h5.${hostname()}.${process_}.x.tmp`);
  for (const process_ of [gone, process.pid]) writeFileSync(draft(process_), '');
  await updateStore(path, (change) => change.writeFrame('a', smallFrame()));
  expect(readdirSync(join(folder, 'deep')).sort()).toEqual(
    [basename(draft(process.pid)), 'data_store.h5'].sort(),
  );
});

test('refuses to replace a store that changed in the meantime', async () => {
  await updateStore(path, (draft) => draft.writeFrame('a', smallFrame()));
  const change = updateStore(path, async (draft) => {
    draft.writeFrame('b', smallFrame());
    await updateStore(path, (other) => other.writeFrame('c', smallFrame()));
  });
  await expect(change).rejects.toThrow('must not change while it is rewritten');
  expect(await readBack((store) => store.keys)).toEqual(['a', 'c']);
});

test('says so when a store is missing, is none, or lacks a key', async () => {
  await expect(openStore(path)).rejects.toThrow(
    `${path} must be a store, but there is no such file`,
  );
  await updateStore(path, (draft) => {
    draft.writeFrame('df_norm', smallFrame());
    writeAttacks(draft, { attacks: [], withoutImpact: [] });
  });
  const missing = readBack((store) => store.readFrame('df_att'));
  await expect(missing).rejects.toThrow(
    `The key df_att must be in the store ${path}, which has attacks, df_norm.`,
  );
  await expect(readBack((store) => store.readTable('attacks'))).rejects.toThrow(
    'must be a raw table, got something else',
  );
  writeFileSync(path, 'PK not HDF5');
  await expect(openStore(path)).rejects.toThrow(DataError);
  await expect(openStore(path)).rejects.toThrow(`${path} must be a readable HDF5 file, got: `);
});

test('says so when a store was cut short', async () => {
  await updateStore(path, (draft) => draft.writeFrame('df_norm', smallFrame(50_000)));
  writeFileSync(path, readFileSync(path).subarray(0, 100_000));
  await expect(openStore(path)).rejects.toThrow(`${path} must be a readable HDF5 file, got: `);
});

test('says so when the store would lie below a file', async () => {
  writeFileSync(join(folder, 'file'), '');
  const change = updateStore(join(folder, 'file', 'store.h5'), (draft) =>
    draft.writeFrame('a', smallFrame()),
  );
  await expect(change).rejects.toThrow(DataError);
  await expect(change).rejects.toThrow('store.h5 cannot be written: a part of');
});
