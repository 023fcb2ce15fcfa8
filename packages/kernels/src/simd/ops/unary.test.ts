/** Accuracy and special values of the functions of one float. */
import { beforeAll, describe, expect, test } from 'vitest';
import { useBackend } from '../../backend.js';
import { tf } from '../../tensorflow.js';

beforeAll(async () => {
  await useBackend('simd');
});

/** Values that functions like to get wrong, then some from every order of magnitude, both signs. */
const SPECIAL = [
  0,
  -0,
  NaN,
  Infinity,
  -Infinity,
  1,
  -1,
  1e-45,
  -1e-45,
  3e38,
  88.8,
  -88,
  -104,
  0.5,
  -2.5,
];
const MAGNITUDES = Array.from({ length: 4_000 }, (_, i) => 10 ** (-42 + i / 50));
const VALUES = Float32Array.from([...SPECIAL, ...MAGNITUDES, ...MAGNITUDES.map((x) => -x)]);

/** Distance of two floats in units in the last place; 0 where both are NaN. */
function distance(a: number, b: number): number {
  if (Object.is(a, b) || a === b) return 0;
  const [x, y] = new Int32Array(Float32Array.of(a, b).buffer);
  return Math.abs(ordered(x) - ordered(y));
}

/** The bits of floats as whole numbers in the order of the floats. */
function ordered(bits: number): number {
  return bits < 0 ? -(bits & 0x7fffffff) : bits;
}

const softplus = (x: number) => (x > 30 ? x : Math.log1p(Math.exp(x)));

/** The function, its definition in double precision, and the largest error in units in the last place. */
const FUNCTIONS: [string, (x: tf.Tensor) => tf.Tensor, (x: number) => number, number][] = [
  ['abs', tf.abs, Math.abs, 0],
  ['neg', tf.neg, (x) => -x, 0],
  ['sqrt', tf.sqrt, Math.sqrt, 0],
  ['square', tf.square, (x) => x * x, 0],
  ['reciprocal', tf.reciprocal, (x) => 1 / x, 0],
  ['rsqrt', tf.rsqrt, (x) => 1 / Math.sqrt(x), 1], // rounded twice
  ['floor', tf.floor, Math.floor, 0],
  ['ceil', tf.ceil, Math.ceil, 0],
  ['relu', tf.relu, (x) => Math.max(0, x), 0],
  ['sign', tf.sign, (x) => (Number.isNaN(x) ? 0 : Math.sign(x)), 0],
  ['exp', tf.exp, Math.exp, 2],
  ['expm1', tf.expm1, Math.expm1, 3],
  ['log', tf.log, Math.log, 2],
  ['log1p', tf.log1p, Math.log1p, 4],
  ['tanh', tf.tanh, Math.tanh, 3],
  ['sigmoid', tf.sigmoid, (x) => 1 / (1 + Math.exp(-x)), 4],
  ['elu', tf.elu, (x) => (x > 0 ? x : Math.expm1(x)), 3],
  ['softplus', tf.softplus, softplus, 5],
];

describe.each(FUNCTIONS)('%s', (_, run, definition, units) => {
  test(`is off by at most ${units} units in the last place, from zero to infinity`, () => {
    const actual = tf.tidy(() => run(tf.tensor1d(VALUES)).dataSync());
    const expected = Float32Array.from(VALUES, definition);
    let [worst, at] = [0, 0];
    expected.forEach((value, i) => {
      const error = distance(actual[i], value);
      if (!(error <= worst)) [worst, at] = [error, i];
    });
    const where = `f(${VALUES[at]}) = ${actual[at]}, not ${expected[at]}`;
    expect([worst <= units, where]).toEqual([true, where]);
  });

  test('has the same bits wherever a value lies in the array', () => {
    const whole = tf.tidy(() => run(tf.tensor1d(VALUES)).dataSync());
    const wrong = [1, 2, 3, 5].filter((length) => {
      const part = tf.tidy(() => run(tf.tensor1d(VALUES.subarray(20, 20 + length))).dataSync());
      return !Buffer.from(part.buffer).equals(Buffer.from(whole.slice(20, 20 + length).buffer));
    });
    expect(wrong).toEqual([]);
  });
});

test('round goes to the even neighbour, as TensorFlow does', () => {
  const rounded = tf.round(tf.tensor1d([0.5, 1.5, 2.5, -0.5, -1.5, 0.4999])).dataSync();
  expect([...rounded].map((x) => x + 0)).toEqual([0, 2, 2, 0, -2, 0]);
});

test('step and clip leave NaN as it is', () => {
  expect([...tf.step(tf.tensor1d([NaN, -1, 2]), 0.25).dataSync()]).toEqual([NaN, 0.25, 1]);
  expect([...tf.clipByValue(tf.tensor1d([NaN, -9, 9]), -1, 2).dataSync()]).toEqual([NaN, -1, 2]);
});
