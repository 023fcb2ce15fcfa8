/** The gradients of TensorFlow.js's own operations after `gradients.ts` was imported. */
import { spawnSync } from 'node:child_process';
import { beforeAll, expect, test } from 'vitest';
import { useBackend } from './backend.js';
import { hasGradient } from './gradients.js';
import { tf } from './tensorflow.js';

beforeAll(async () => {
  await useBackend('cpu');
});

test('differentiates a quotient of chained operations', () => {
  const gradient = tf.grad((x) => x.square().div(x.sum()));
  // d/dxi of sum(x²)/sum(x) = 2·xi/s - sum(x²)/s², with s = 6 and sum(x²) = 14
  const expected = [1, 2, 3].map((x) => (2 * x) / 6 - 14 / 36);
  const actual = gradient(tf.tensor1d([1, 2, 3])).dataSync();
  expected.forEach((value, i) => expect(actual[i]).toBeCloseTo(value, 6));
});

test('a convolution learns by TensorFlow.js’s own optimiser', () => {
  const input = tf.tensor4d([1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 3, 3, 1]);
  const target = tf.conv2d(input, tf.tensor4d([1, 0, 0, -1], [2, 2, 1, 1]), 1, 'valid');
  const filter = tf.variable(tf.zeros<tf.Rank.R4>([2, 2, 1, 1]));
  const cost = () =>
    tf.losses.meanSquaredError<tf.Tensor, tf.Scalar>(target, tf.conv2d(input, filter, 1, 'valid'));
  const before = cost().dataSync()[0];
  const optimizer = tf.train.adam(0.1);
  for (let step = 0; step < 20; step++) optimizer.minimize(cost, false, [filter]);
  expect(before).toBe(16); // the target is -4 everywhere
  expect(cost().dataSync()[0]).toBeLessThan(4);
});

test('knows which kernels have a gradient', () => {
  expect(hasGradient('Conv2D')).toBe(true);
  expect(hasGradient('Equal')).toBe(false);
});

test('nothing is registered before it is imported: the main job pays for none of it', () => {
  const program = `
    import { tf } from '@anodec/kernels';
    const before = tf.getGradient('RealDiv') === undefined;
    await import('@anodec/kernels/gradients');
    console.log(before, tf.getGradient('RealDiv') !== undefined);`;
  const flags = ['--conditions=@anodec/source', '--import', 'tsx', '--input-type=module'];
  const cwd = new URL('..', import.meta.url);
  const { stdout } = spawnSync(process.execPath, [...flags, '-e', program], {
    cwd,
    encoding: 'utf8',
  });
  expect(stdout.trim()).toBe('true true');
});
