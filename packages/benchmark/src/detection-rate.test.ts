/** Tests of the share of faulty rows that are flagged at a bounded share of false ones. */
import { createFrame, UNKNOWN_LABEL } from '@anodec/core';
import type { Detection } from '@anodec/eval';
import { expect, test } from 'vitest';
import { recallWithin } from './detection-rate.js';

function scored(score: number[], labels: number[]) {
  const values = new Float32Array(score.length);
  const frame = createFrame({ values, channels: ['a'], labels: Uint8Array.from(labels) });
  const detection = { score: Float32Array.from(score) } as unknown as Detection;
  return { frame, detection };
}

test('takes the lowest limit that few enough normal rows exceed, over all recordings', () => {
  // from the top: fault 9, fault 8, normal 7, fault 6, normal 5, fault 4, normal 3, normal 2
  const tests = [scored([9, 7, 6, 3], [1, 0, 1, 0]), scored([8, 5, 4, 2], [1, 0, 1, 0])];
  expect(recallWithin(tests, 0)).toBe(2 / 4);
  expect(recallWithin(tests, 0.25)).toBe(3 / 4);
  expect(recallWithin(tests, 0.24)).toBe(2 / 4);
  expect(recallWithin(tests, 0.5)).toBe(1);
});

test('takes equal scores together and leaves out rows without a score or a label', () => {
  expect(recallWithin([scored([5, 5, 1], [1, 0, 0])], 0)).toBe(0);
  expect(recallWithin([scored([NaN, 9, 5, 1], [0, UNKNOWN_LABEL, 1, 0])], 0)).toBe(1);
});

test('is not defined without faulty or without normal rows', () => {
  expect(recallWithin([scored([1, 2], [0, 0])], 0.02)).toBeNull();
  expect(recallWithin([scored([1, 2], [1, 1])], 0.02)).toBeNull();
});
