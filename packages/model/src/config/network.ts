/** Settings of the network. */
import { z } from 'zod';
import { cellNames } from '../autoencoder/cells.js';

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
  pathShare: z
    .number()
    .min(0)
    .max(1)
    .default(0)
    .describe(
      'With linearPath, share of the error of the linear path alone in the score; the rest is the error of the network on top of it',
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

export type NetworkConfig = z.output<typeof NetworkConfig>;
