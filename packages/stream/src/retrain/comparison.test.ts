/** Two models compared on made-up scores, and the rule that decides. */
import { createRandom } from '@anodec/core';
import { fitCalibration, normalProbabilityOf } from '@anodec/eval';
import { expect, test } from 'vitest';
import { noRows, type ScoredRows } from '../live-scorer.js';
import { type Comparison, judge, startComparing } from './comparison.js';

/** Squares of normal numbers, as errors are, times a factor. */
function scores(rows: number, seed: number, factor = 1): Float32Array {
  const random = createRandom(seed);
  return Float32Array.from({ length: rows }, () => factor * random.normal() ** 2);
}

const calibration = fitCalibration(scores(3000, 1));

/** Rows with these scores, from a time on, in alarm where it is said. */
function scored(score: Float32Array, on: readonly number[], start = 0): ScoredRows {
  return {
    ...noRows(0),
    timestamps: Float64Array.from(score, (_, t) => start + t),
    score,
    pValues: Float64Array.from(score, (value) => normalProbabilityOf(calibration, value)),
    inAlarm: Uint8Array.from(score, (_, t) => (on.includes(start + t) ? 1 : 0)),
  };
}

test('an alarm that both raise at some row is shared, over pieces too; one of its own is not', () => {
  const comparing = startComparing(calibration, calibration);
  const quiet = scores(10, 2);
  comparing.push(scored(quiet, [2, 3, 4, 9]), scored(quiet, [4, 5, 8, 9]));
  comparing.push(scored(quiet, [10, 15], 10), scored(quiet, [10, 11], 10));
  const { rows, inUse, shadow } = comparing.numbers();
  expect(rows).toBe(20);
  // in use: 2 to 4, 9 to 10 and 15; shadow: 4 to 5 and 8 to 11
  expect([inUse.alarms, inUse.alone]).toEqual([3, 1]);
  expect([shadow.alarms, shadow.alone]).toEqual([2, 0]);
});

test('rows that one of them has not scored, or at another time, are not compared', () => {
  const comparing = startComparing(calibration, undefined);
  const some = Float32Array.of(NaN, 1, 1);
  comparing.push(scored(some, []), scored(Float32Array.of(1, 1, NaN, 1), []));
  expect(comparing.numbers().rows).toBe(1);
  expect(comparing.numbers().shadow.index).toBeNaN();
});

test('the index tells a model that fits from one that does not', () => {
  const comparing = startComparing(calibration, calibration);
  comparing.push(scored(scores(3000, 3, 4), []), scored(scores(3000, 4), []));
  const { inUse, shadow } = comparing.numbers();
  expect(inUse.index).toBeGreaterThan(0.25);
  expect(shadow.index).toBeLessThan(0.1);
});

const numbers = (alone: number, index: number) => ({ alarms: alone + 2, alone, index });
const both = (inUse: [number, number], shadow: [number, number]): Comparison => ({
  rows: 1000,
  inUse: numbers(...inUse),
  shadow: numbers(...shadow),
});

test.each<[string, Comparison, boolean]>([
  ['fits and raises no more', both([1, 0.4], [1, 0.05]), true],
  ['fits, as the one in use does', both([0, 0.02], [0, 0.09]), true],
  ['raises one more', both([0, 0.4], [1, 0.05]), false],
  ['nearly fits, and better', both([0, 0.4], [0, 0.2]), true],
  ['nearly fits, and worse', both([0, 0.15], [0, 0.2]), false],
  ['does not fit, though better', both([0, 0.6], [0, 0.5]), false],
  ['of which it is not known', both([0, 0.6], [0, NaN]), false],
])('a new model that %s', (_, compared, promoted) => {
  expect(judge(compared).promoted).toBe(promoted);
});

test('says both faults with their numbers', () => {
  expect(judge(both([1, 0.2], [3, 0.3])).reason).toBe(
    'It raised 3 alarms that the model in use did not, against 1, and its stability index is 0.30, against 0.20 of the ' +
      'model in use; at most 0.1 fits, or up to 0.25 where it is the smaller one.',
  );
});
