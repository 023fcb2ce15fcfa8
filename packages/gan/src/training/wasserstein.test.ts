/** The Wasserstein loss with gradient penalty of critics whose slopes are known. PyTorch's values: gan-model.test.ts. */
import { tf, useBackend } from '@anodec/kernels';
import { beforeAll, expect, test } from 'vitest';
import { requireGradients } from '../layers/gradients.js';
import { criticLoss, gradientPenalty } from './wasserstein.js';

beforeAll(async () => {
  requireGradients();
  await useBackend('simd', { threads: 1 });
});

/** x · w, whose slope is w wherever it is taken. */
const linear = (w: tf.Tensor) => (days: tf.Tensor) =>
  tf.matMul(days, tf.reshape<tf.Rank.R2>(w, [2, 1]));

test('the penalty of a linear critic is (|w| − 1)², and its gradient 2 (|w| − 1) w / |w|', () => {
  const days = tf.tensor2d([1, 2, 3, 4, 5, 6], [3, 2]);
  const { value, grad } = tf.valueAndGrad((w: tf.Tensor) => gradientPenalty(linear(w), days))(
    tf.tensor1d([3, 4]),
  );
  expect(value.dataSync()[0]).toBeCloseTo(16, 4);
  const [first, second] = grad.dataSync();
  expect([first, second]).toEqual([expect.closeTo(4.8, 4), expect.closeTo(6.4, 4)]);
});

test('the slope is taken between real and generated days, nearer to the real one where its share is larger', () => {
  // Σ x² / 2 has the slope x, whose length is how far the point is from 0
  const critic = (days: tf.Tensor) => tf.mul(tf.sum(tf.square(days), 1, true), 0.5);
  const real = tf.tensor2d([4, 0, 0, 4], [2, 2]);
  const fake = tf.tensor2d([0, 0, 0, 0], [2, 2]);
  const loss = criticLoss(critic, { real, fake, mix: tf.tensor1d([0.75, 0.5]) }, 10);
  const of = (part: tf.Scalar | undefined) => part?.dataSync()[0];
  // real days have the value 8; points are 3 and 2 from 0: (2² + 1²) / 2
  expect([of(loss.validity), of(loss.penalty), of(loss.total)]).toEqual([
    -8,
    expect.closeTo(2.5, 4),
    expect.closeTo(17, 3),
  ]);
});

test('a flat critic has the penalty 1 and a finite gradient', () => {
  const days = tf.tensor2d([1, 2], [1, 2]);
  const { value, grad } = tf.valueAndGrad((w: tf.Tensor) => gradientPenalty(linear(w), days))(
    tf.zeros([2]),
  );
  expect([value.dataSync()[0], ...grad.dataSync()]).toEqual([expect.closeTo(1, 4), 0, 0]);
});
