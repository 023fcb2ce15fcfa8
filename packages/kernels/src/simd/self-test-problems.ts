/** Small problems of each family of kernels, which a self-test computes with two builds and compares. */
import { recurrent } from '../recurrent/recurrent.js';
import { tf } from '../tensorflow.js';
import { adam, dense, meanLoss, WeightOptimizer } from '../training/index.js';

/** By the name of their family; sizes fill no tile, no group and no block. */
export const problems: Readonly<Record<string, () => tf.Tensor[]>> = {
  products: () => [
    tf.matMul(wave(37, 300), wave(300, 41)),
    tf.matMul(wave(2, 300, 20), wave(2, 16, 300), true, true),
    tf.matMul(wave(64, 40), wave(32, 40), false, true),
  ],
  lstm: () => layers('lstm'),
  gru: () => layers('gru'),
  operations,
  training,
};

/** The families that the native build computes itself. */
export const NATIVE_FAMILIES = ['products', 'lstm', 'gru'];

/** Smooth values of changing sign, no two rows alike. */
export function wave(...shape: number[]): tf.Tensor {
  const size = shape.reduce((product, dim) => product * dim, 1);
  const values = Float32Array.from({ length: size }, (_, i) => Math.sin(i * 0.7 + i * i * 0.001));
  return tf.tensor(values, shape);
}

/** Values and gradients of layers: whole and ragged groups, both directions, lengths, a constant input. */
function layers(cell: 'lstm' | 'gru'): tf.Tensor[] {
  const [B, W, I, H] = [37, 12, 9, 21];
  const rows = cell === 'lstm' ? 4 * H : 3 * H;
  const weights = [wave(rows, I), wave(rows, H), wave(rows), wave(rows)];
  const lengths = Array.from({ length: B }, (_, b) => 1 + ((5 * b) % W));
  const calls = [
    { input: wave(B, W, I), options: { reverse: true } },
    { input: wave(B, W, I), options: { lengths } },
    { input: wave(B, I), options: { steps: W } },
  ];
  return calls.flatMap(({ input, options }) => {
    const layer = (...[x, weightIh, weightHh, biasIh, biasHh]: tf.Tensor[]): tf.Tensor =>
      recurrent(cell, x, { weightIh, weightHh, biasIh, biasHh }, options);
    const given = [input, ...weights];
    return [layer(...given), ...tf.grads(layer)(given, wave(B, W, H))];
  });
}

/** One or two operations of each loop in `assembly/ops`. */
function operations(): tf.Tensor[] {
  const x = wave(67, 43);
  const image = wave(3, 19, 7, 5) as tf.Tensor4D;
  return [
    tf.add(x, wave(43)),
    tf.mul(x, wave(67, 1)),
    tf.greater(x, tf.scalar(0)),
    tf.where(tf.greater(x, wave(43)), x, tf.neg(x)),
    ...[tf.exp, tf.tanh, tf.sigmoid, tf.relu, tf.abs, tf.square].map((of) => of(x)),
    tf.sum(x, 0),
    tf.mean(x, 1),
    tf.max(x, 1),
    tf.softmax(x),
    tf.concat([x, wave(67, 6)], 1),
    tf.transpose(x),
    tf.reverse(x, 0),
    tf.tile(x, [2, 3]),
    tf.slice(x, [3, 5], [31, 17]),
    tf.gather(x, tf.tensor1d([5, 3, 66, 0], 'int32')),
    tf.conv2d(image, wave(3, 3, 5, 11) as tf.Tensor4D, 1, 'same'),
  ];
}

/** The output layer, each loss with its gradients, and two clipped steps of Adam. */
function training(): tf.Tensor[] {
  const [rows, I, C] = [150, 21, 43];
  const [input, target, mask] = [wave(rows, I), wave(rows, C), tf.abs(wave(rows, C))];
  const optimizer = new WeightOptimizer(adam(), { weight: [C, I], bias: [C] });
  const of = (name: 'mae' | 'mse' | 'huber') => (weight: tf.Tensor, bias: tf.Tensor) =>
    meanLoss(name, dense(input, weight, bias), target, mask);
  const start = [wave(C, I), wave(C)];
  const found = (['mae', 'mse', 'huber'] as const).flatMap((name) => [
    of(name)(start[0], start[1]),
    ...tf.grads(of(name))(start),
  ]);
  const [, , , , weight, bias] = found;
  const step = { learningRate: 0.01, clip: { algorithm: 'norm', limit: 0.5 } as const };
  for (let i = 0; i < 2; i++) optimizer.step([weight, bias], step);
  return [...found, ...Object.values(optimizer.weights)];
}
