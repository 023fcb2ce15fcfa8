/** Tests of finding channels of states. */
import { createFrame } from '@anodec/core';
import { expect, test } from 'vitest';
import { discreteStates, statesOf } from './discrete-states.js';

/** So many readings that go through these values again and again. */
function cycle(values: readonly number[], readings = 600): Float32Array {
  return Float32Array.from({ length: readings }, (_, t) => values[t % values.length]);
}

test('takes the whole numbers of any code as states, but not a stretch of a level', () => {
  expect(statesOf(cycle([0, 25, 50, 75, 100]))).toEqual([0, 25, 50, 75, 100]);
  expect(statesOf(cycle([1450, 0, 2900]))).toEqual([0, 1450, 2900]);
  expect(statesOf(cycle([3, 4, 5, 6, 7]))).toEqual([3, 4, 5, 6, 7]);
  expect(statesOf(cycle([804, 805, 806, 807]))).toBeUndefined();
  expect(statesOf(Float32Array.from({ length: 900 }, (_, i) => 200 + (i % 700)))).toBeUndefined();
});

test('wants more evidence for values that are no whole numbers, as codes are after scaling', () => {
  expect(statesOf(cycle([-1.25, 0.5]))).toEqual([-1.25, 0.5]);
  expect(statesOf(cycle([-1.25, 0.5], 150))).toBeUndefined();
  expect(statesOf(cycle([0.1, 0.2, 0.3, 0.4, 0.5, 0.6], 6000))).toBeUndefined();
});

test('does not take a handful of readings for states', () => {
  expect(statesOf(Float32Array.of(1, 2, 4, 5))).toBeUndefined();
  expect(statesOf(Float32Array.of(1, 2, 1, 2, 2, 1))).toEqual([1, 2]);
});

test('a missing reading is no state, and a channel without any has none', () => {
  expect(statesOf(Float32Array.of(NaN, 1, NaN, 0, 1, 1, NaN, 0, 0))).toEqual([0, 1]);
  expect(statesOf(Float32Array.of(NaN, NaN))).toBeUndefined();
});

test('knows a channel that always reads one code, but no constant quantity', () => {
  const frame = createFrame({
    values: Float32Array.of(2, 7.5, 2, 7.5, 2, 7.5),
    channels: ['pump', 'level'],
  });
  expect([...discreteStates(frame)]).toEqual([['pump', [2]]]);
});
