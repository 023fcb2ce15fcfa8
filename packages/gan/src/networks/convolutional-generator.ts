/** The generator that all variants have: a dense layer, then convolutions that make the sequence longer. */
import { ConfigError } from '@anodec/core';
import { tf } from '@anodec/kernels';
import { alphaSignLayer, mishLayer } from '../layers/activations.js';
import { batchNorm } from '../layers/batch-norm.js';
import { convolution, reshaped } from '../layers/convolution.js';
import { denseLayer } from '../layers/dense.js';
import type { BuiltLayer, Layer } from '../layers/layer.js';
import { sequential } from '../layers/sequential.js';
import { relativeTo } from './capacity.js';
import type { GanSizes } from './variant.js';

/** A convolution, followed by Mish and normalisation; before it every row may be doubled. */
export interface Step {
  readonly filters: number;
  readonly size: number;
  readonly isDoubled?: true;
}

/** The layers of a generator between the dense one and the last, which doubles the rows once more. */
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
  sizes: GanSizes,
): BuiltLayer {
  const { width, channels: C, alpha, capacity, isBounded } = sizes;
  const W = rowsOf(sizes);
  const growth = 2 ** (1 + steps.filter(({ isDoubled }) => isDoubled).length);
  if (W % growth !== 0) {
    throw new ConfigError(
      `Days must have a number of values that ${growth} divides, got ${W}. Resample them to another number ` +
        'of values, such as 120, or choose a longer or shorter window.',
    );
  }
  const rows = W / growth;
  const units = relativeTo(capacity);
  const first = units(channels);
  const middle = steps.map((step, i): Layer => {
    const own = convolution(`generator.conv${i + 1}`, { ...step, filters: units(step.filters) });
    return sequential(own, mishLayer, batchNorm(`generator.norm${i + 1}`));
  });
  return sequential(
    denseLayer('generator.dense', rows * first),
    mishLayer,
    batchNorm('generator.norm0'),
    reshaped(rows, first),
    ...middle,
    convolution('generator.last', { filters: C, size: LAST_SIZE, isDoubled: true }),
    ...(isBounded ? [alphaSignLayer(alpha)] : []),
    reshaped(width),
  )([inputs]);
}

/** Rows of a day or window, W. */
export function rowsOf({ width, channels }: Pick<GanSizes, 'width' | 'channels'>): number {
  return width / channels;
}

/** Days or windows as sequences. @param days (B, W · channels) @returns (B, W, channels) */
export function asSequences(days: tf.Tensor, channels = 1): tf.Tensor {
  const [B, width] = days.shape;
  return tf.reshape(days, [B, width / channels, channels]);
}
