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
  bidirectional: z
    .boolean()
    .default(false)
    .describe(
      'Encoder that reads windows in both directions; the code is a linear function of the two last states',
    ),
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
  layerNorm: z
    .boolean()
    .default(false)
    .describe('Layer normalisation of the outputs of each recurrent layer'),
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
  recurrentDropout: z
    .number()
    .min(0)
    .lt(1)
    .default(0)
    .describe(
      'Dropout rate of the hidden states inside recurrent layers during training, one mask for all rows of a ' +
        'window; layers are then computed row by row, several times as slow',
    ),
  reverseTarget: z
    .boolean()
    .default(true)
    .describe('Reconstruct windows in reverse order, the last row first'),
  decoder: z
    .enum(['repeat', 'autoregressive'])
    .default('repeat')
    .describe('Input of the decoder at each row: the code (repeat) or its own previous output'),
  attention: z
    .enum(['none', 'dot', 'general'])
    .default('none')
    .describe(
      'Attention of the decoder over the states of the encoder: none, by dot product, or by a dot product after a ' +
        'linear layer (general); it passes the code by and can copy the input, anomalies included',
    ),
  teacherForcing: z
    .number()
    .min(0)
    .max(1)
    .default(0)
    .describe(
      'Share of rows at which the autoregressive decoder reads the true row before instead of its own output, ' +
        'in training only; 1: at every row',
    ),
  teacherForcingDecaySteps: z
    .int()
    .min(0)
    .default(0)
    .describe(
      'Number of training steps over which teacherForcing falls linearly to 0 (scheduled sampling); 0: it stays',
    ),
  variational: z
    .boolean()
    .default(false)
    .describe(
      'Variational autoencoder: the code is drawn from a normal distribution in training and is its mean in ' +
        'scoring; the loss adds the divergence of that distribution from the standard one',
    ),
  klWeight: z
    .number()
    .min(0)
    .default(1)
    .describe('Weight of the divergence in the loss of a variational autoencoder'),
  klAnnealingSteps: z
    .int()
    .min(0)
    .default(0)
    .describe(
      'Number of training steps over which klWeight rises linearly from 0; 0: it applies from the first step',
    ),
  direction: z
    .enum(['forward', 'both'])
    .default('forward')
    .describe(
      'Decoders of a window: one (forward), or a second one for the other order of its rows (both), scored by the ' +
        'mean of both errors',
    ),
  loss: z
    .enum(['mae', 'mse', 'huber'])
    .default('mse')
    .describe('Training loss: mean absolute error, mean squared error or Huber loss'),
});

export type NetworkConfig = z.output<typeof NetworkConfig>;
