/** Dropout by hashed places: its share, its independence of places, its gradients, the same on every backend. */
import { beforeEach, expect, test } from 'vitest';
import { useBackend } from './backend.js';
import { hasGradient } from './gradients.js';
import { hashedDropout } from './hashed-dropout.js';
import { tf } from './tensorflow.js';

const N = 40_003; // more than two chunks of a kernel, and no whole cache line

beforeEach(async () => {
  await useBackend('simd');
});

function kept(rate: number, seed: number, length = N): Uint8Array {
  const dropped = tf.tidy(() => hashedDropout(tf.ones([length]), rate, seed).dataSync());
  return Uint8Array.from(dropped, (value) => Number(value !== 0));
}

test.each([0.1, 0.25, 0.5, 0.9])('drops a share of %f and scales the others up', (rate) => {
  const values = hashedDropout(tf.mul(tf.ones([N]), 3), rate, 5).dataSync();
  const dropped = values.filter((value) => value === 0).length;
  // binomial; five standard deviations
  expect(Math.abs(dropped / N - rate)).toBeLessThan(5 * Math.sqrt((rate * (1 - rate)) / N));
  const others = values.filter((value) => value !== 0);
  expect(Math.min(...others)).toBeCloseTo(3 / (1 - rate), 4);
  expect(Math.max(...others)).toBeCloseTo(3 / (1 - rate), 4);
});

test('masks of neighbouring places, neighbouring seeds and distant rows are independent', () => {
  const [a, b] = [kept(0.5, 1), kept(0.5, 2)];
  const agreement = (pairs: (i: number) => number) =>
    a.reduce((sum, one, i) => sum + Number(one === pairs(i)), 0) / N;
  const most = 5 * Math.sqrt(0.25 / N);
  for (const distance of [1, 2, 3, 64, 128, 3840]) {
    expect(Math.abs(agreement((i) => a[(i + distance) % N]) - 0.5)).toBeLessThan(most);
  }
  expect(Math.abs(agreement((i) => b[i]) - 0.5)).toBeLessThan(most);
});

test('has the same mask on every backend, for large seeds too', async () => {
  const here = kept(0.3, 4_000_000_000);
  await useBackend('cpu');
  expect(kept(0.3, 4_000_000_000)).toEqual(here);
});

test('passes gradients through what is kept, and gradients of gradients', () => {
  expect(hasGradient('Square')).toBe(true);
  const first = (x: tf.Tensor) => tf.sum(tf.square(hashedDropout(x, 0.5, 9)));
  const x = tf.tensor1d([1, 2, 3, 4, 5, 6, 7, 8]);
  const mask = kept(0.5, 9, 8);
  const slope = tf.grad(first)(x).dataSync();
  expect([...slope]).toEqual([...x.dataSync()].map((value, i) => 2 * value * 4 * mask[i]));
  const second = tf
    .grad((at: tf.Tensor) => tf.sum(tf.grad(first)(at)))(x)
    .dataSync();
  expect([...second]).toEqual([...mask].map((one) => 8 * one));
});

test('leaves values as they are at a rate of 0, and refuses a rate of 1', () => {
  const x = tf.tensor1d([1, NaN]);
  expect(hashedDropout(x, 0, 1)).toBe(x);
  expect(() => hashedDropout(x, 1, 1)).toThrow('less than 1, got 1');
});
