/** Rows added to frames in a store. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createFrame, DataError, sliceFrame, type TimeSeriesFrame } from '@anodec/core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { appendFrame } from './append-frame.js';
import { openStore, updateStore } from './store.js';

let folder = '';
let path = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'anodec-append-'));
  path = join(folder, 'store.h5');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function recording(rows: number): TimeSeriesFrame {
  return createFrame({
    values: Float32Array.from({ length: rows * 2 }, (_, i) => Math.sin(i)),
    channels: ['LIT101', 'MV101'],
    timestamps: Float64Array.from({ length: rows }, (_, t) => 1451692801000 + 1000 * t),
    labels: Uint8Array.from({ length: rows }, (_, t) => t % 2),
  });
}

async function read(key: string): Promise<TimeSeriesFrame> {
  const store = await openStore(path);
  try {
    return store.readFrame(key);
  } finally {
    store.close();
  }
}

test('makes of pieces the frame that was written at once, past the edge of a chunk', async () => {
  const whole = recording(9001);
  await updateStore(path, (draft) => {
    draft.writeFrame('df_att', sliceFrame(whole, { start: 0, end: 1 }));
    draft.setAttributes('df_att', { source: 'live' });
    draft.writeFrame('other', recording(3));
  });
  for (const [start, end] of [
    [1, 3],
    [3, 3],
    [3, 9001],
  ]) {
    await appendFrame(path, 'df_att', sliceFrame(whole, { start, end }));
  }
  const back = await read('df_att');
  expect(Buffer.from(back.values.buffer).equals(Buffer.from(whole.values.buffer))).toBe(true);
  expect(back.timestamps.every((time, t) => time === whole.timestamps[t])).toBe(true);
  expect(back.labels?.every((label, t) => label === t % 2)).toBe(true);
  expect(await read('other')).toEqual(recording(3));
  const store = await openStore(path);
  expect(store.attributes('df_att').source).toBe('live');
  store.close();
});

test('begins with an empty frame', async () => {
  await updateStore(path, (draft) => draft.writeFrame('df_att', recording(0)));
  await appendFrame(path, 'df_att', recording(5));
  expect(await read('df_att')).toEqual(recording(5));
});

test('refuses rows that do not fit and leaves the store as it was', async () => {
  await updateStore(path, (draft) => draft.writeFrame('df_att', recording(3)));
  const before = readFileSync(path);
  const whole = recording(5);
  const later = sliceFrame(whole, { start: 3, end: 5 });
  const { values, timestamps, labels } = later;
  const cases = [
    [
      sliceFrame(whole, { start: 2, end: 5 }),
      'come after its last, 2016-01-02 00:00:03, got 2016-01-02 00:00:03',
    ],
    [
      createFrame({ ...later, channels: ['LIT101', 'P1'] }),
      'have the columns LIT101, MV101, Normal/Attack',
    ],
    [createFrame({ values, channels: later.channels, timestamps }), 'got LIT101, MV101.'],
    [
      createFrame({ ...later, values, labels, clock: 'elapsed' }),
      'have the clock utc, got elapsed',
    ],
  ] as const;
  for (const [frame, words] of cases) {
    const adding = appendFrame(path, 'df_att', frame);
    await expect(adding).rejects.toThrow(DataError);
    await expect(adding).rejects.toThrow(words);
  }
  await expect(appendFrame(path, 'df_norm', later)).rejects.toThrow('The key df_norm must be in');
  expect(readFileSync(path).equals(before)).toBe(true);
});
