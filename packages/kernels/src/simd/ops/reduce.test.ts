/** Reductions of `simd` over any axes. */
import { beforeAll, describe, expect, test } from 'vitest';
import { useBackend } from '../../backend.js';
import { tf } from '../../tensorflow.js';

beforeAll(async () => {
  await useBackend('simd');
});

const SHAPE = [3, 1, 5, 4];
const AXES = [[0], [1], [2], [3], [0, 2], [0, 3], [1, 3], [2, 3], [0, 1, 2, 3], [0, 2, 3]];

type Fold = (values: readonly number[]) => number;
type Reduction = (x: tf.Tensor, axes: number | number[]) => tf.Tensor;

const sum: Fold = (values) => values.reduce((total, value) => total + value, 0);
/** Every reduction, and a fold over the values that fall together. */
const REDUCTIONS: [string, Reduction, Fold][] = [
  ['sum', tf.sum, sum],
  ['prod', tf.prod, (values) => values.reduce((product, value) => product * value, 1)],
  ['mean', tf.mean, (values) => sum(values) / values.length],
  ['max', tf.max, (values) => Math.max(...values)],
  ['min', tf.min, (values) => Math.min(...values)],
];

const input = Float32Array.from({ length: 60 }, (_, i) => Math.sin(i * 1.7) + 0.3);

function byHand(fold: Fold, axes: readonly number[]): number[] {
  const groups = new Map<string, number[]>();
  input.forEach((value, i) => {
    const at = [Math.floor(i / 20), 0, Math.floor(i / 4) % 5, i % 4];
    const key = at.map((place, d) => (axes.includes(d) ? 0 : place)).join();
    groups.set(key, [...(groups.get(key) ?? []), value]);
  });
  return [...groups.values()].map(fold);
}

describe.each(REDUCTIONS)('%s', (_name, operation, fold) => {
  test('reduces any axes of (3, 1, 5, 4)', () => {
    for (const axes of AXES) {
      const actual = [...operation(tf.tensor(input, SHAPE), axes).dataSync()];
      const expected = byHand(fold, axes);
      expect(actual).toHaveLength(expected.length);
      actual.forEach((value, i) => expect(value).toBeCloseTo(expected[i], 5));
    }
  });

  test('hands NaN on, from any place, and touches no other result', () => {
    for (let at = 0; at < 12; at++) {
      const values = Float32Array.from({ length: 24 }, (_, i) => (i === at ? NaN : i));
      const reduced = operation(tf.tensor(values, [2, 12]), 1).dataSync();
      expect(reduced[0]).toBeNaN();
      expect(reduced[1]).not.toBeNaN();
    }
  });
});

test('adds a million tenths up without drifting', () => {
  const million = tf.tensor1d(new Float32Array(1_000_003).fill(0.1));
  // float32 one after the other would give 100,958
  expect(tf.sum(million).dataSync()[0]).toBeCloseTo(1_000_003 * Math.fround(0.1), 1);
  expect(tf.mean(million).dataSync()[0]).toBe(Math.fround(0.1));
});

test('a long and narrow, and a short and wide matrix, by columns', () => {
  const [long, wide] = [tf.ones([70_001, 3]), tf.ones([2, 70_001])];
  expect([...tf.sum(long, 0).dataSync()]).toEqual([70_001, 70_001, 70_001]);
  expect(new Set(tf.sum(wide, 0).dataSync())).toEqual(new Set([2]));
  expect([...tf.sum(wide, 1).dataSync()]).toEqual([70_001, 70_001]);
});
