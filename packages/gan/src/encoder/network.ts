/** The encoder: three convolutions and a dense layer, from a day to the latent numbers that would make it. */
import { mishLayer } from '../layers/activations.js';
import { convolution, flattened, reshaped } from '../layers/convolution.js';
import { denseLayer } from '../layers/dense.js';
import type { BuiltLayer } from '../layers/layer.js';
import { sequential } from '../layers/sequential.js';
import { relativeTo } from '../networks/capacity.js';

/** Builds it for days (B, width); the result is (B, latentSize). */
export function buildEncoder(width: number, latentSize: number, capacity: number): BuiltLayer {
  const units = relativeTo(capacity);
  return sequential(
    reshaped(width, 1),
    convolution('encoder.conv1', { filters: units(32), size: 15, stride: 2 }),
    mishLayer,
    convolution('encoder.conv2', { filters: units(64), size: 10, stride: 2 }),
    mishLayer,
    convolution('encoder.conv3', { filters: units(128), size: 5, stride: 2 }),
    mishLayer,
    flattened,
    denseLayer('encoder.latent', latentSize),
  )([width]);
}
