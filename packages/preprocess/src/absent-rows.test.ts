/** Tests of inserting rows that a recording skips. */
import { contiguousSegments, createFrame, UNKNOWN_LABEL } from '@anodec/core';
import { expect, test } from 'vitest';
import { startInsertingRows } from './absent-rows.js';
import { runStream } from './rows.js';

const frameOf = (times: readonly number[], labels?: readonly number[]) =>
  createFrame({
    values: Float32Array.from(times, (time) => time / 10),
    channels: ['a'],
    timestamps: Float64Array.from(times),
    clock: 'elapsed',
    ...(labels && { labels: Uint8Array.from(labels) }),
  });

const insert = (frame: ReturnType<typeof frameOf>, period: number, longest: number) =>
  runStream(startInsertingRows({ ...frame, period }, longest), frame);

test('inserts the absent rows of a step that is short enough, none of a longer one', () => {
  // 2 rows are absent between 10 and 40, 3 between 40 and 80
  const complete = insert(frameOf([0, 10, 40, 80]), 10, 20);
  expect([...complete.timestamps]).toEqual([0, 10, 20, 30, 40, 80]);
  expect([...complete.values]).toEqual([0, 1, NaN, NaN, 4, 8]);
});

test('spreads rows evenly over a step that is no multiple of the period', () => {
  const complete = insert(frameOf([0, 10, 33]), 10, 10);
  expect([...complete.timestamps]).toEqual([0, 10, 21.5, 33]);
});

test('leaves a step of one and a half periods alone, which is no gap', () => {
  const frame = frameOf([0, 10, 25, 35]);
  expect(insert(frame, 10, 1000)).toBe(frame);
});

test('labels an inserted row as the rows around it, and unknown where they differ', () => {
  const complete = insert(frameOf([0, 20, 40, 60], [0, 0, 1, 1]), 10, 10);
  expect([...(complete.labels ?? [])]).toEqual([0, 0, 0, UNKNOWN_LABEL, 1, 1, 1]);
});

test('makes one stretch of a recording that skips a row in twelve', () => {
  // a row a second; of 1,200 seconds each twelfth is skipped
  const times = Array.from({ length: 1200 }, (_, t) => t).filter((t) => t % 12 !== 5);
  const frame = frameOf(times.map((t) => 1000 * t));
  expect(frame.timestamps).toHaveLength(1100);
  expect(contiguousSegments(frame)).toHaveLength(101);
  const complete = insert(frame, 1000, 1000);
  expect(contiguousSegments(complete)).toEqual([{ start: 0, end: 1200 }]);
});
