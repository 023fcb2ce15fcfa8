/** Settings of the learned detector: what the network is and how it is trained. */
import { z } from 'zod';

/** The network. */
export const NetworkConfig = z.strictObject({
  cell: z.enum(['lstm', 'gru']).default('lstm').describe('Recurrent cell'),
  windowSize: z.int().min(1).default(20).describe('Rows of a window'),
  hiddenSize: z.int().min(1).default(32).describe('Hidden size of the outer recurrent layers'),
  embeddingSize: z
    .int()
    .min(1)
    .default(16)
    .describe('Size of the code between encoder and decoder'),
  numLayers: z
    .int()
    .min(1)
    .default(1)
    .describe('Recurrent layers of hiddenSize on each side of the code'),
  linearOutput: z
    .boolean()
    .default(true)
    .describe('End with a linear layer; off: a recurrent layer, whose output stays within -1 to 1'),
  dropout: z.number().min(0).lt(1).default(0).describe('Share of values dropped between layers'),
  reverseTarget: z.boolean().default(true).describe('Decode the last row of a window first'),
  decoder: z
    .enum(['repeat', 'autoregressive'])
    .default('repeat')
    .describe('What the decoder sees at each step: the code, or its own last output'),
  loss: z.enum(['mae', 'mse', 'huber']).default('mse').describe('Mean loss over rows and channels'),
});

/** How to train. */
export const TrainConfig = z.strictObject({
  maxEpochs: z.int().min(1).default(100).describe('Passes over the training windows, at most'),
  minEpochs: z.int().min(1).default(1).describe('Passes before early stopping may end the fit'),
  maxSteps: z.int().min(1).optional().describe('Optimiser steps, at most; ends after the epoch'),
  batchSize: z.int().min(1).default(64).describe('Windows per optimiser step'),
  learningRate: z.number().positive().default(2e-3).describe('Adam step size'),
  sampleSize: z
    .int()
    .min(0)
    .default(6000)
    .describe('Windows drawn at random anew for each epoch; 0 takes every window once, shuffled'),
  validationStride: z
    .int()
    .min(0)
    .default(0)
    .describe('Rows between validation windows; 0 means the window size'),
  earlyStoppingPatience: z
    .int()
    .min(0)
    .default(10)
    .describe('Epochs without a better validation loss before the fit ends; 0 never ends it'),
  gradientClipVal: z
    .number()
    .min(0)
    .default(0)
    .describe('Largest norm of the gradient over all weights; 0 does not clip'),
  weightDecay: z
    .number()
    .min(0)
    .default(0)
    .describe('Share of every weight taken off at each step, times the step size (AdamW)'),
  limitTrainBatches: z
    .number()
    .positive()
    .default(1)
    .describe('Training batches per epoch: a share up to 1, a count above'),
  limitValBatches: z
    .number()
    .positive()
    .default(1)
    .describe('Validation batches per epoch: a share up to 1, a count above'),
  fastDevRun: z.boolean().default(false).describe('One batch of each kind, once, to try the chain'),
  seed: z.int().min(0).default(42).describe('Seed of weights, window order and dropout'),
});

/** What computes. */
export const ComputeConfig = z.strictObject({
  backend: z
    .enum(['auto', 'simd', 'tensorflow', 'webgpu', 'wasm', 'cpu'])
    .default('auto')
    .describe('What computes; auto: simd, the fastest that needs nothing installed'),
  threads: z
    .int()
    .min(1)
    .max(256)
    .optional()
    .describe('Threads that compute; left out: ANODEC_THREADS, or all cores'),
  strict: z
    .boolean()
    .default(false)
    .describe('Arithmetic with the same bits on every machine, at some two thirds of the speed'),
});

/** The whole detector: network, training, and how windows become row scores. */
export const AutoencoderConfig = z
  .strictObject({
    ...NetworkConfig.shape,
    ...TrainConfig.shape,
    fold: z
      .enum(['last', 'mean'])
      .default('last')
      .describe('A row is scored by the window that ends with it, or by all that cover it'),
    stride: z.int().min(1).default(1).describe('Rows between scored windows'),
    scoreBatchSize: z.int().min(1).default(128).describe('Windows scored at a time'),
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
  .refine((config) => config.stride <= config.windowSize || config.fold === 'last', {
    path: ['stride'],
    error: 'stride must not be larger than windowSize with fold mean, or rows stay without score',
  });

export type NetworkConfig = z.output<typeof NetworkConfig>;
export type ComputeConfig = z.output<typeof ComputeConfig>;
export type TrainConfig = z.output<typeof TrainConfig>;
export type AutoencoderConfig = z.output<typeof AutoencoderConfig>;
