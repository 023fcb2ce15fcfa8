import { contiguousSegments, createFrame, UNKNOWN_LABEL } from '@anodec/core';
import { expect, test } from 'vitest';
import { cutLabelledRows } from './labelled-rows.js';

const frame = (labels?: Uint8Array) =>
  createFrame({
    values: Float32Array.of(1, 10, 2, 20, 3, 30, 4, 40, 5, 50, 6, 60),
    channels: ['a', 'b'],
    timestamps: Float64Array.of(0, 1000, 2000, 3000, 4000, 5000),
    ...(labels && { labels }),
  });

test('rows labelled as attack or unknown become gaps that no window spans', () => {
  const cut = cutLabelledRows(frame(Uint8Array.of(0, 0, 1, 0, UNKNOWN_LABEL, 0)));
  expect([cut.attackRows, cut.unknownRows]).toEqual([1, 1]);
  expect([...cut.frame.values]).toEqual([1, 10, 2, 20, 4, 40, 6, 60]);
  expect([...cut.frame.timestamps]).toEqual([0, 1000, 3000, 5000]);
  expect([...(cut.frame.labels ?? [])]).toEqual([0, 0, 0, 0]);
});

test('a row that is cut parts the stretches before and after it', () => {
  const { frame: cut } = cutLabelledRows(frame(Uint8Array.of(0, 0, 0, 1, 0, 0)));
  expect(contiguousSegments(cut)).toEqual([
    { start: 0, end: 3 },
    { start: 3, end: 5 },
  ]);
});

test('a recording without such rows stays as it is', () => {
  for (const whole of [frame(), frame(new Uint8Array(6))]) {
    expect(cutLabelledRows(whole)).toEqual({ frame: whole, attackRows: 0, unknownRows: 0 });
  }
});
