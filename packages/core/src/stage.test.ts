/** Stages: the same result whole and in pieces. */
import { expect, test } from 'vitest';
import { createStage } from './stage.js';

test('begins at the beginning with every recording, whole or in pieces', () => {
  const runningSum = createStage(() => {
    let sum = 0;
    return { push: (rows: readonly number[]) => rows.map((row) => (sum += row)) };
  });
  expect(runningSum.apply([1, 2, 3])).toEqual([1, 3, 6]);
  expect(runningSum.apply([1, 2, 3])).toEqual([1, 3, 6]);
  const stream = runningSum.start();
  expect([...stream.push([1]), ...stream.push([2, 3])]).toEqual([1, 3, 6]);
});
