/** Folds of time series. */
import { createFrame, frameLength } from '@anodec/core';
import { expect, test } from 'vitest';
import { orderedBlockRows, orderedFold } from './ordered-blocks.js';

test('holds out each row once, and learns from none within the purge', () => {
  const T = 101;
  const held = new Uint8Array(T);
  for (let fold = 0; fold < 4; fold++) {
    const rows = orderedBlockRows(T, 4, fold, 5);
    for (let t = rows.held.start; t < rows.held.end; t++) held[t] += 1;
    for (const { start, end } of rows.training) {
      expect(end <= rows.held.start - 5 || start >= rows.held.end + 5).toBe(true);
    }
    const learned = rows.training.reduce((sum, { start, end }) => sum + end - start, 0);
    const sides = fold === 0 || fold === 3 ? 1 : 2;
    expect(learned).toBe(T - (rows.held.end - rows.held.start) - 5 * sides);
  }
  expect([...held].every((count) => count === 1)).toBe(true);
});

test('cuts every recording, and leaves out stretches that are too short', () => {
  const recording = (rows: number) =>
    createFrame({ values: new Float32Array(rows), channels: ['A'] });
  const frames = [recording(90), recording(12)];
  const fold = orderedFold(frames, { folds: 3, fold: 1, purge: 0, least: 10 });
  expect(fold.training.map(({ frame, recording: i }) => [i, frameLength(frame)])).toEqual([
    [0, 30],
    [0, 30],
  ]);
  expect(fold.held.map(({ frame }) => frameLength(frame))).toEqual([30, 4]);
  const all = { folds: 3, fold: 0, purge: 70, least: 10 };
  expect(() => orderedFold(frames, all)).toThrow(
    'Block 1 of `folds` 3 must leave at least 10 rows',
  );
});
