/**
 * The recurrent GAN of windows: generator and discriminator both read a window row by row, in both directions, with all
 * channels of a row at once.
 *
 * Source: Esteban, Hyland & Rätsch 2017, "Real-valued (Medical) Time Series Generation with Recurrent Conditional GANs"; Li,
 * Chen, Jin, Shi, Goh & Ng 2019, "MAD-GAN: Multivariate Anomaly Detection for Time Series Data with Generative Adversarial
 * Networks". Theirs draw numbers for each row; here a window has one vector, which a dense layer spreads over its rows, so
 * that an encoder can find it.
 */
import { alphaSignLayer, mishLayer } from '../layers/activations.js';
import { bidirectional } from '../layers/bidirectional.js';
import { flattened, reshaped } from '../layers/convolution.js';
import { denseLayer, perRow } from '../layers/dense.js';
import { feature, sequential } from '../layers/sequential.js';
import { relativeTo } from './capacity.js';
import { asSequences, rowsOf } from './convolutional-generator.js';
import { headsOf } from './heads.js';
import type { Discriminator, GanSizes, GanVariant, Generator } from './variant.js';

/** Hidden states of each direction, and outputs of the dense layer of the discriminator. */
const UNITS = 64;

function createGenerator(sizes: GanSizes): Generator {
  const { latentSize, channels, alpha, capacity, cell, isBounded } = sizes;
  const units = relativeTo(capacity)(UNITS);
  const W = rowsOf(sizes);
  const body = sequential(
    denseLayer('generator.dense', W * units),
    mishLayer,
    reshaped(W, units),
    bidirectional('generator.recurrent', { cell, units, output: 'sequence' }),
    perRow(denseLayer('generator.last', channels)),
    ...(isBounded ? [alphaSignLayer(alpha)] : []),
    flattened,
  )([latentSize]);
  return { weights: body.weights, generate: (pass, latent) => body.run(pass, latent) };
}

function createDiscriminator(sizes: GanSizes): Discriminator {
  const { channels, capacity, cell } = sizes;
  const units = relativeTo(capacity)(UNITS);
  const body = sequential(
    bidirectional('discriminator.recurrent', { cell, units, output: 'last' }),
    feature('recurrent'),
    denseLayer('discriminator.dense', units),
    mishLayer,
    feature('dense'),
  )([rowsOf(sizes), channels]);
  const heads = headsOf(body.size);
  return {
    weights: { ...body.weights, ...heads.weights },
    discriminate: (pass, days) => heads.judge(pass, body.run(pass, asSequences(days, channels))),
  };
}

/** The recurrent GAN. */
export const rgan: GanVariant = { createGenerator, createDiscriminator };
