/** Mish, its gradient and the gradient of that, beside their definitions in double precision. */
import { beforeAll, describe, expect, test } from 'vitest';
import { useBackend } from './backend.js';
import { hasGradient } from './gradients.js';
import { mish } from './mish.js';
import { tf } from './tensorflow.js';

/** From where everything vanishes to where Mish is x, and every size of tail of a vector. */
const POINTS = Float32Array.from({ length: 603 }, (_, i) => (i - 301) / 7);

const value = (x: number) => x * Math.tanh(Math.log1p(Math.exp(x)));
/** Central differences, in double precision. */
const slope = (x: number) => (value(x + 1e-5) - value(x - 1e-5)) / 2e-5;
const curvature = (x: number) => (value(x + 1e-3) - 2 * value(x) + value(x - 1e-3)) / 1e-6;

describe.each(['simd', 'cpu'])('on %s', (backend) => {
  beforeAll(async () => {
    await useBackend(backend);
  });

  test('is x times the hyperbolic tangent of softplus', () => {
    const got = mish(tf.tensor1d(POINTS)).dataSync();
    got.forEach((y, i) =>
      expect(Math.abs(y - value(POINTS[i]))).toBeLessThan(2e-6 * (1 + Math.abs(y))),
    );
  });

  test('has the slope of finite differences', () => {
    const got = tf
      .grad((x: tf.Tensor) => tf.sum(tf.mul(mish(x), 3)))(tf.tensor1d(POINTS))
      .dataSync();
    got.forEach((d, i) => expect(Math.abs(d - 3 * slope(POINTS[i]))).toBeLessThan(1e-5));
  });

  test('has a gradient of its gradient', () => {
    expect(hasGradient('Square')).toBe(true);
    const first = tf.grad((x: tf.Tensor) => tf.sum(mish(x)));
    const second = tf.grad((x: tf.Tensor) => tf.sum(tf.square(first(x))));
    const got = second(tf.tensor1d(POINTS)).dataSync();
    got.forEach((d, i) => {
      const x = POINTS[i];
      expect(Math.abs(d - 2 * slope(x) * curvature(x))).toBeLessThan(2e-5);
    });
  });

  test('keeps NaN, and the ends of the numbers', () => {
    const got = mish(tf.tensor1d([NaN, Infinity, 3e38, -200, 0])).dataSync();
    expect([...got].map((y) => y + 0)).toEqual([NaN, Infinity, Math.fround(3e38), 0, 0]);
  });
});
