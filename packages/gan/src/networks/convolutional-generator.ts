/** The generator that all variants have: a dense layer, then convolutions that make the sequence longer. */
import { ConfigError } from '@anodec/core';
import { tf } from '@anodec/kernels';
import { alphaSignLayer, mishLayer } from '../layers/activations.js';
import { batchNorm } from '../layers/batch-norm.js';
import { convolution, reshaped, upsampling } from '../layers/convolution.js';
import { denseLayer } from '../layers/dense.js';
import type { BuiltLayer, Layer } from '../layers/layer.js';
import { sequential } from '../layers/sequential.js';
import { relativeTo } from './capacity.js';
import type { GanSizes } from './variant.js';

/** A layer between the dense one and the last: a convolution with Mish and normalisation, or upsampling. */
export type Step = 'double' | { readonly filters: number; readonly size: number };

/** The layers of a generator. */
export interface GeneratorPlan {
  /** Channels of the sequence that the dense layer makes. */
  readonly channels: number;
  readonly steps: readonly Step[];
}

/** Rows that one row of the last convolution sees. */
const LAST_SIZE = 15;

/**
 * Builds a generator; all weights are below `generator.`.
 *
 * @param inputs numbers that it generates from: latent ones, with those of a label where it is appended
 * @throws ConfigError when days cannot be reached by doubling a sequence so often
 */
export function convolutionalGenerator(
  { channels, steps }: GeneratorPlan,
  inputs: number,
  { width, alpha, capacity }: GanSizes,
): BuiltLayer {
  const growth = 2 ** steps.filter((step) => step === 'double').length;
  if (width % growth !== 0) {
    throw new ConfigError(
      `Days must have a number of values that ${growth} divides, got ${width}. Resample them to another number ` +
        'of values, such as 120.',
    );
  }
  const rows = width / growth;
  const units = relativeTo(capacity);
  const first = units(channels);
  let count = 0;
  const middle = steps.map((step): Layer => {
    if (step === 'double') return upsampling;
    count += 1;
    const name = `generator.conv${count}`;
    return sequential(
      convolution(name, { ...step, filters: units(step.filters) }),
      mishLayer,
      batchNorm(`generator.norm${count}`),
    );
  });
  return sequential(
    denseLayer('generator.dense', rows * first),
    mishLayer,
    batchNorm('generator.norm0'),
    reshaped(rows, first),
    ...middle,
    convolution('generator.last', { filters: 1, size: LAST_SIZE }),
    alphaSignLayer(alpha),
    reshaped(width),
  )([inputs]);
}

/** Days as sequences of one channel. @param days (B, width) @returns (B, width, 1) */
export function asSequences(days: tf.Tensor): tf.Tensor {
  return tf.reshape(days, [...days.shape, 1]);
}
