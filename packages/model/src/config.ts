/** Settings of the autoencoder: the network, its training, and the scores of rows. */
import { z } from 'zod';
import { cellNames } from './autoencoder/cells.js';

/** The network. */
export const NetworkConfig = z.strictObject({
  cell: z.enum(cellNames).default('lstm').describe('Cell of the recurrent layers'),
  windowSize: z.int().min(1).default(20).describe('Number of rows in a window'),
  hiddenSize: z
    .int()
    .min(1)
    .default(32)
    .describe('Hidden size of the recurrent layers next to the input and the output'),
  embeddingSize: z
    .int()
    .min(1)
    .default(16)
    .describe('Size of the code, the vector between encoder and decoder'),
  numLayers: z
    .int()
    .min(1)
    .default(1)
    .describe('Number of recurrent layers of hiddenSize in the encoder and in the decoder'),
  linearOutput: z
    .boolean()
    .default(true)
    .describe('Linear output layer; without it outputs are those of a recurrent layer, within ±1'),
  linearPath: z
    .boolean()
    .default(false)
    .describe(
      'Start from a linear model (principal components and a forecast from the rows before) and train the ' +
        'network on what it leaves over',
    ),
  dropout: z
    .number()
    .min(0)
    .lt(1)
    .default(0)
    .describe('Dropout rate between recurrent layers during training'),
  reverseTarget: z
    .boolean()
    .default(true)
    .describe('Reconstruct windows in reverse order, the last row first'),
  decoder: z
    .enum(['repeat', 'autoregressive'])
    .default('repeat')
    .describe('Input of the decoder at each row: the code (repeat) or its own previous output'),
  loss: z
    .enum(['mae', 'mse', 'huber'])
    .default('mse')
    .describe('Training loss: mean absolute error, mean squared error or Huber loss'),
});

/** The training. */
export const TrainConfig = z.strictObject({
  maxEpochs: z.int().min(1).default(100).describe('Maximum number of training epochs'),
  minEpochs: z
    .int()
    .min(1)
    .default(1)
    .describe('Minimum number of epochs before early stopping may end the training'),
  maxSteps: z
    .int()
    .min(1)
    .optional()
    .describe('Maximum number of optimiser steps; the epoch that reaches it is completed'),
  batchSize: z.int().min(1).default(64).describe('Number of windows per optimiser step'),
  learningRate: z.number().positive().default(2e-3).describe('Learning rate of the optimiser'),
  sampleSize: z
    .int()
    .min(0)
    .default(6000)
    .describe('Number of windows drawn at random for each epoch; 0 = all windows, shuffled'),
  sampledTrainShare: z
    .number()
    .min(0)
    .lt(1)
    .default(0)
    .describe(
      'Draw sampleSize windows once, train on this share of them and validate on the others; 0 = off',
    ),
  validationStride: z
    .int()
    .min(0)
    .default(0)
    .describe('Number of rows between the starts of validation windows; 0 = windowSize'),
  earlyStoppingPatience: z
    .int()
    .min(0)
    .default(10)
    .describe('Number of epochs without improvement after which training stops; 0 = never'),
  keepEpoch: z
    .enum(['best', 'last'])
    .default('best')
    .describe('Epoch whose weights are kept: the one with the lowest validation loss, or the last'),
  gradientClipVal: z
    .number()
    .min(0)
    .default(0)
    .describe('Maximum norm of the gradient; larger gradients are scaled down; 0 = no clipping'),
  weightDecay: z
    .number()
    .min(0)
    .default(0)
    .describe(
      'Decoupled weight decay (AdamW); each step shrinks weights by this times learningRate',
    ),
  limitTrainBatches: z
    .number()
    .positive()
    .default(1)
    .describe('Training batches per epoch: a share up to 1, a number above 1'),
  limitValBatches: z
    .number()
    .positive()
    .default(1)
    .describe('Validation batches per epoch: a share up to 1, a number above 1'),
  fastDevRun: z
    .boolean()
    .default(false)
    .describe('Trial run: one epoch of one training and one validation batch'),
  seed: z
    .int()
    .min(0)
    .default(42)
    .describe('Random seed of initial weights, sampled windows and dropout'),
});

/** The backend. */
export const ComputeConfig = z.strictObject({
  backend: z
    .enum(['auto', 'simd', 'tensorflow', 'webgpu', 'wasm', 'cpu'])
    .default('auto')
    .describe('Compute backend; auto = simd, the fastest one without further installation'),
  threads: z
    .int()
    .min(1)
    .max(256)
    .optional()
    .describe('Number of compute threads; without it ANODEC_THREADS, or one per core'),
  strict: z
    .boolean()
    .default(false)
    .describe('Bit-identical results on every machine, about a third slower'),
});

/** Whether a folding gives scores to rows at which a window ends, and to no others. */
function isWindowEnd(fold: string): boolean {
  return fold === 'last' || fold === 'window';
}

/** The whole detector: network, training, and the scores of rows. */
export const AutoencoderConfig = z
  .strictObject({
    ...NetworkConfig.shape,
    ...TrainConfig.shape,
    fold: z
      .enum(['last', 'mean', 'median', 'min', 'window'])
      .default('last')
      .describe(
        'Score of a row: its error in the window that ends with it (last), the mean, median or smallest ' +
          'one of all windows that cover it, or the mean error of the window that ends with it (window); mean, ' +
          'median and min wait for up to windowSize − 1 later rows, which delays do not count',
      ),
    scoreError: z
      .enum(['squared', 'absolute'])
      .default('squared')
      .describe('Reconstruction error that scores are made of'),
    stride: z
      .int()
      .min(1)
      .default(1)
      .describe('Number of rows between the starts of scored windows'),
    windowOffset: z
      .int()
      .min(0)
      .default(0)
      .describe('Number of rows before the first scored window of a gap-free stretch'),
    scoreBatchSize: z.int().min(1).default(128).describe('Number of windows scored at once'),
    ...ComputeConfig.shape,
  })
  .refine((config) => config.minEpochs <= config.maxEpochs, {
    path: ['minEpochs'],
    error: 'minEpochs must not be larger than maxEpochs',
  })
  .refine((config) => config.linearOutput || config.decoder !== 'autoregressive', {
    path: ['decoder'],
    error: 'the autoregressive decoder feeds back a linear output: linearOutput must be on',
  })
  .refine((config) => config.linearOutput || !config.linearPath, {
    path: ['linearPath'],
    error:
      'the network starts from the linear path with a linear output: linearOutput must be on, or linearPath off',
  })
  .refine(({ fold, stride, windowSize }) => isWindowEnd(fold) || stride <= windowSize, {
    path: ['stride'],
    error:
      'stride must not be larger than windowSize with fold mean, median or min, or rows have no score',
  })
  .refine((config) => config.keepEpoch === 'best' || config.earlyStoppingPatience === 0, {
    path: ['earlyStoppingPatience'],
    error: 'earlyStoppingPatience must be 0 with keepEpoch last, which compares no epochs',
  })
  .refine((config) => config.sampledTrainShare === 0 || config.sampleSize >= 2, {
    path: ['sampledTrainShare'],
    error:
      'sampledTrainShare needs a sampleSize of at least 2, windows to train and to validate on',
  });

export type NetworkConfig = z.output<typeof NetworkConfig>;
export type ComputeConfig = z.output<typeof ComputeConfig>;
export type TrainConfig = z.output<typeof TrainConfig>;
export type AutoencoderConfig = z.output<typeof AutoencoderConfig>;
