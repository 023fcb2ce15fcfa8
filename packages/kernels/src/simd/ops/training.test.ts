/** TensorFlow.js's own operations and gradients train on simd as they do on the reference backend. */
import { expect, test } from 'vitest';
import { useBackend } from '../../backend.js';
import { hasGradient } from '../../gradients.js';
import { tf } from '../../tensorflow.js';

/** Windows, rows, words of the vocabulary, channels, classes. */
const [B, W, V, C, K] = [4, 12, 9, 6, 3];

/** Embedding, convolution along time, normalisation, dropout, mean over time, dense layer. */
function classify(words: tf.Tensor2D, weights: readonly tf.Variable[]): tf.Tensor {
  const [table, filter, scale, dense] = weights;
  const embedded = tf.gather(table, words) as tf.Tensor3D;
  const convolved = tf.relu(tf.conv1d(embedded, filter as unknown as tf.Tensor3D, 2, 'same'));
  const { mean, variance } = tf.moments(convolved, [0, 1]);
  const normal = tf.mul(tf.div(tf.sub(convolved, mean), tf.sqrt(tf.add(variance, 1e-3))), scale);
  const features = tf.mean<tf.Tensor2D>(tf.dropout(normal, 0.25, undefined, 7), 1);
  return tf.matMul(features, dense);
}

/** Losses of a few steps of Adam, from the same weights each time. */
function train(): number[] {
  const shapes = [[V, C], [3, C, C], [C], [C, K]];
  const weights = shapes.map((shape, seed) =>
    tf.variable(tf.randomNormal(shape, 0.5, 0.5, 'float32', seed + 1)),
  );
  const words = tf.tensor2d(
    Array.from({ length: B * W }, (_, i) => (i * 5) % V),
    [B, W],
    'int32',
  );
  const wanted = tf.cast(tf.oneHot(tf.tensor1d([0, 1, 2, 1], 'int32'), K), 'float32');
  const optimizer = tf.train.adam(0.05);
  const cost = () => tf.losses.softmaxCrossEntropy(wanted, classify(words, weights)).asScalar();
  const losses = Array.from({ length: 8 }, () => {
    const loss = optimizer.minimize(cost, true, weights) as tf.Scalar;
    const [value] = loss.dataSync();
    loss.dispose();
    return value;
  });
  optimizer.dispose();
  tf.dispose([words, wanted, ...weights]);
  return losses;
}

test('an embedding, a convolution and a normalisation learn as on the reference backend', async () => {
  expect(hasGradient('GatherV2')).toBe(true);
  await useBackend('cpu');
  const expected = tf.tidy(train);
  await useBackend('simd');
  const before = tf.memory();
  const actual = tf.tidy(train);
  expect(actual[7]).toBeLessThan(actual[0] / 2);
  // sums in another order, and Adam divides by what is near zero in the first steps
  actual.forEach((loss, step) => expect(loss).toBeCloseTo(expected[step], 4));
  expect([tf.memory().numTensors, tf.memory().numBytes]).toEqual([
    before.numTensors,
    before.numBytes,
  ]);
});
