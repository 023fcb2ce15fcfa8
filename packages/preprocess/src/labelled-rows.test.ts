/** Tests of removing labelled rows from normal operation. */
import { contiguousSegments, createFrame, DataError } from '@anodec/core';
import { expect, test } from 'vitest';
import { withoutLabelledRows } from './labelled-rows.js';

const frameOf = (labels: readonly number[], times?: readonly number[]) =>
  createFrame({
    values: Float32Array.from({ length: labels.length * 2 }, (_, i) => i),
    channels: ['a', 'b'],
    labels: Uint8Array.from(labels),
    ...(times && { timestamps: Float64Array.from(times) }),
  });

test('removes attack and unknown rows, which become gaps', () => {
  const { frame, removed } = withoutLabelledRows(frameOf([0, 0, 1, 1, 0, 0, 255, 0, 0]));
  expect(removed).toBe(3);
  expect([...frame.timestamps]).toEqual([0, 1, 4, 5, 7, 8]);
  expect([...frame.values]).toEqual([0, 1, 2, 3, 8, 9, 10, 11, 14, 15, 16, 17]);
  expect([...(frame.labels ?? [])]).toEqual([0, 0, 0, 0, 0, 0]);
  expect(contiguousSegments(frame).map(({ start }) => start)).toEqual([0, 2, 4]);
});

test('gives back the frame itself where no row is labelled', () => {
  const frame = frameOf([0, 0, 0]);
  expect(withoutLabelledRows(frame)).toEqual({ frame, removed: 0 });
  const plain = createFrame({ values: new Float32Array(2), channels: ['a'] });
  expect(withoutLabelledRows(plain).frame).toBe(plain);
});

test('removes rows after an attack until there is a gap, where steps are irregular', () => {
  // the usual step is 10; without rows 4 and 5 a step of 6 would be left, without row 6 one of 9
  const times = [0, 10, 20, 30, 32, 34, 36, 39, 60, 70, 80];
  const { frame, removed } = withoutLabelledRows(frameOf([0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0], times));
  expect([...frame.timestamps]).toEqual([0, 10, 20, 30, 60, 70, 80]);
  expect(removed).toBe(4);
  expect(contiguousSegments(frame)).toHaveLength(2);
});

test('refuses a recording of nothing else', () => {
  const remove = () => withoutLabelledRows(frameOf([1, 255]), 'n.csv');
  expect(remove).toThrow(DataError);
  expect(remove).toThrow('Some rows of n.csv must be labelled as normal, got none among 2 rows.');
});
