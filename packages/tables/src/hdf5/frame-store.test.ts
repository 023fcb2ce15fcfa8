/** Frames in a store: unknown labels and offsets. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createFrame,
  frameLength,
  sliceFrame,
  type TimeSeriesFrame,
  UNKNOWN_LABEL,
} from '@anodec/core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { appendFrame } from './append-frame.js';
import { openStore, updateStore } from './store.js';

let path = '';
beforeEach(() => {
  path = join(mkdtempSync(join(tmpdir(), 'anodec-labels-')), 'a.h5');
});
afterEach(() => rmSync(join(path, '..'), { recursive: true, force: true }));

test('keeps rows whose label is not known, and says what their code is', async () => {
  const frame = (labels: readonly number[]) =>
    createFrame({
      values: Float32Array.of(1, 2, 3),
      channels: ['a'],
      labels: Uint8Array.from(labels),
    });
  await updateStore(path, (draft) => {
    draft.writeFrame('known', frame([0, 1, 0]));
    draft.writeFrame('partly', frame([0, UNKNOWN_LABEL, 1]));
  });
  const store = await openStore(path);
  expect(store.readFrame('partly').labels).toEqual(Uint8Array.of(0, UNKNOWN_LABEL, 1));
  expect(store.attributes('partly').legend).toBe('0 = Normal, 1 = Attack, -1 = Unknown');
  expect(store.attributes('known').legend).toBe('0 = Normal, 1 = Attack');
  store.close();
});

describe('a frame with offsets', () => {
  /** Two counters, one of them in the middle, around a level with a missing reading. */
  const counters = createFrame({
    values: Float32Array.of(0, 0.1, -0.25, 1, NaN, 0.75, 2, -0, 1.5),
    channels: ['energy', 'level', 'litres'],
    offsets: Float64Array.of(123_456_789, 0, -9_876_543_210),
    timestamps: Float64Array.of(1451692801000, 1451692802000, 1451692804000),
  });
  const labels = Uint8Array.of(0, UNKNOWN_LABEL, 1);

  async function written(frame: TimeSeriesFrame): Promise<TimeSeriesFrame> {
    await updateStore(path, (draft) => draft.writeFrame('df_att', frame));
    return read();
  }

  async function read(): Promise<TimeSeriesFrame> {
    const store = await openStore(path);
    try {
      return store.readFrame('df_att');
    } finally {
      store.close();
    }
  }

  test.each([
    ['without labels', counters],
    ['with labels', createFrame({ ...counters, labels })],
    [
      'with no other channel',
      createFrame({
        values: Float32Array.of(1, 2),
        channels: ['a'],
        offsets: Float64Array.of(16_777_216),
        labels: Uint8Array.of(0, 1),
      }),
    ],
    ['without rows', sliceFrame(createFrame({ ...counters, labels }), { start: 1, end: 1 })],
  ])('comes back to the bit %s', async (_, frame) => {
    const back = await written(frame);
    expect(back).toEqual(frame); // toEqual tells -0 from 0
    expect(back.offsets).toEqual(frame.offsets);
  });

  test('shows its readings to whoever reads it as a table', async () => {
    await written(createFrame({ ...counters, labels }));
    const store = await openStore(path);
    const table = store.readTable('df_att');
    expect(table.columns.map(({ name, stored }) => [name, stored])).toEqual([
      ['Timestamp', undefined],
      ['energy', undefined],
      ['level', 'float32'],
      ['litres', undefined],
      ['Normal/Attack', 'int8'],
    ]);
    for await (const { numbers } of table.chunks()) {
      const rows = Array.from({ length: 3 }, (_, t) => [...numbers.slice(5 * t + 1, 5 * t + 4)]);
      expect(rows).toEqual([
        [123_456_789, Math.fround(0.1), -9_876_543_210.25],
        [123_456_790, NaN, -9_876_543_209.25],
        [123_456_791, -0, -9_876_543_208.5],
      ]);
    }
    store.close();
  });

  test('grows by rows that are kept less another offset', async () => {
    const whole = createFrame({ ...counters, labels });
    await written(sliceFrame(whole, { start: 0, end: 1 }));
    const added = createFrame({
      ...whole,
      values: Float32Array.of(790, 0.1, 0.75, 790, NaN, 1.75, 791, -0, 2.5),
      offsets: Float64Array.of(123_456_000, 0, -9_876_543_211),
    });
    await appendFrame(path, 'df_att', sliceFrame(added, { start: 1, end: frameLength(added) }));
    expect(await read()).toEqual(whole);
  });
});
