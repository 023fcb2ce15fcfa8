/** The encoder of windows: a recurrent layer in both directions, and a dense one over all of its states. */
import { bidirectional } from '../layers/bidirectional.js';
import { flattened } from '../layers/convolution.js';
import { denseLayer } from '../layers/dense.js';
import type { BuiltLayer } from '../layers/layer.js';
import { sequential } from '../layers/sequential.js';
import { relativeTo } from '../networks/capacity.js';
import type { GanSizes } from '../networks/variant.js';

/** Hidden states of each direction. */
const UNITS = 64;

/**
 * Builds it for windows (B, W, C); the result is (B, latentSize).
 *
 * Source: Geiger, Liu, Alnegheimish, Cuesta-Infante & Veeramachaneni 2020, "TadGAN: Time Series Anomaly Detection Using
 * Generative Adversarial Networks", whose encoder has these layers.
 */
export function buildWindowEncoder(
  W: number,
  C: number,
  { latentSize, capacity, cell }: Pick<GanSizes, 'latentSize' | 'capacity' | 'cell'>,
): BuiltLayer {
  const units = relativeTo(capacity)(UNITS);
  return sequential(
    bidirectional('encoder.recurrent', { cell, units, output: 'sequence' }),
    flattened,
    denseLayer('encoder.latent', latentSize),
  )([W, C]);
}
