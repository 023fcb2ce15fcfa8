/**
 * A multi-layer perceptron: layers of units, each a weighted sum through an activation. Without hidden layers it is a
 * logistic regression.
 *
 * Settings and their defaults are those of scikit-learn's MLPClassifier under the names of this project, but for the
 * scaling, which is part of the classifier.
 */
import { createRandom } from '@anodec/core';
import { z } from 'zod';
import { defineLearner, type TrainingRows } from './define-learner.js';
import { initialParameters, outputsOf, type Shape } from './network/network.js';
import { trainNetwork } from './network/train-network.js';
import { scalingSetting } from './preparation.js';
import { seedSetting } from './tree/growth-settings.js';

const share = z.number().min(0).max(1);

export const MlpConfig = z
  .strictObject({
    hiddenLayers: z
      .array(z.int().min(1).max(4096))
      .max(32)
      .default([100])
      .describe('Units of each hidden layer, from the inputs on; none for a linear classifier'),
    activation: z
      .enum(['identity', 'logistic', 'tanh', 'relu'])
      .default('relu')
      .describe('Activation of the hidden layers'),
    solver: z
      .enum(['lbfgs', 'sgd', 'adam'])
      .default('adam')
      .describe('L-BFGS over all rows, gradient descent or Adam over batches'),
    alpha: z.number().min(0).default(1e-4).describe('Weight of the squared weights in the loss'),
    maxIterations: z.int().min(1).default(200).describe('Largest number of epochs or L-BFGS steps'),
    tolerance: z
      .number()
      .min(0)
      .default(1e-4)
      .describe(
        'Improvement of an epoch below which it counts as none; for lbfgs the largest slope at the end',
      ),
    batchSize: z.int().min(0).default(0).describe('Rows of a batch; 0 for at most 200'),
    shuffle: z.boolean().default(true).describe('Whether rows are shuffled before every epoch'),
    learningRate: z
      .enum(['constant', 'invscaling', 'adaptive'])
      .default('constant')
      .describe(
        'How the step size of sgd goes on: constant, falling with the rows, or divided by 5',
      ),
    learningRateInit: z.number().positive().default(1e-3).describe('Step size of sgd and adam'),
    powerT: z.number().default(0.5).describe('Power by which invscaling divides the step size'),
    momentum: share.default(0.9).describe('Share of the step before that sgd keeps'),
    nesterovsMomentum: z
      .boolean()
      .default(true)
      .describe('Whether sgd looks ahead by its momentum'),
    beta1: share.lt(1).default(0.9).describe('Decay of the mean gradient of adam'),
    beta2: share.lt(1).default(0.999).describe('Decay of the mean squared gradient of adam'),
    epsilon: z.number().positive().default(1e-8).describe('Smallest divisor of adam'),
    earlyStopping: z
      .boolean()
      .default(false)
      .describe('Whether the accuracy on held-out rows says when to stop, for sgd and adam'),
    validationShare: z
      .number()
      .gt(0)
      .lt(1)
      .default(0.1)
      .describe('Share of the rows that is held out for early stopping'),
    patience: z
      .int()
      .min(1)
      .default(10)
      .describe('Epochs without improvement before sgd and adam stop or slow down'),
    scaling: scalingSetting('standard'),
    seed: seedSetting,
  })
  .describe('Multi-layer perceptron');

export type MlpConfig = z.output<typeof MlpConfig>;

/** The entry for a registry of classifiers. */
export const mlp = defineLearner(MlpConfig, {
  name: 'mlp',
  title: ({ hiddenLayers, activation }) =>
    `MLP (${[...hiddenLayers, activation].join(', ')})`.replace(
      /^MLP \(\w+\)$/,
      'MLP (no hidden layer)',
    ),
  model: z.strictObject({
    units: z.array(z.int().min(1)).min(2),
    /** All weights layer by layer, (inputs, outputs) each, then all biases. */
    parameters: z.array(z.number()),
  }),
  amount: ({ maxIterations, solver }) => ({
    total: maxIterations,
    unit: solver === 'lbfgs' ? 'steps' : 'epochs',
  }),
  async train(rows, config, work) {
    const shape = shapeOf(rows.D, rows.K, config);
    const random = createRandom(config.seed);
    const parameters = initialParameters(shape, random.stream('weights'));
    const classes = Array.from({ length: rows.K }, (_, k) => String(k));
    const batch = { inputs: rows.values, targets: targetsOf(rows), N: rows.N };
    const labels = { classes, values: rows.labels };
    const order = random.stream('order');
    await trainNetwork(shape, parameters, batch, labels, config, order, work);
    return { units: [...shape.units], parameters: [...parameters] };
  },
  probabilities({ units, parameters }, { values }, K, { activation }) {
    const outputs = outputsOf({ units, activation }, Float64Array.from(parameters), values);
    return K === 2 ? withComplement(outputs) : outputs;
  },
});

function shapeOf(D: number, K: number, { hiddenLayers, activation }: MlpConfig): Shape {
  return { units: [D, ...hiddenLayers, K === 2 ? 1 : K], activation };
}

/** One target of two classes, K of more. */
function targetsOf({ labels, N, K }: TrainingRows): Float64Array {
  if (K === 2) return Float64Array.from(labels);
  const targets = new Float64Array(N * K);
  for (let n = 0; n < N; n++) targets[n * K + labels[n]] = 1;
  return targets;
}

function withComplement(shares: Float64Array): Float64Array {
  return new Float64Array(2 * shares.length).map((_, i) => {
    const positive = shares[Math.floor(i / 2)];
    return i % 2 === 1 ? positive : 1 - positive;
  });
}
