/** Convolution along time, and its counterpart that makes a sequence longer. Channels last. */
import { ConfigError } from '@anodec/core';
import { tf } from '@anodec/kernels';
import { constant, glorot } from './initial.js';
import type { Layer } from './layer.js';

/** A convolution. */
export interface Convolution {
  readonly filters: number;
  /** Rows that one output sees. */
  readonly size: number;
  /** Rows from one output to the next; default 1. */
  readonly stride?: number;
}

/**
 * Convolution over rows, padded with zeros so that the output has ⌈W / stride⌉ rows, as Keras pads.
 *
 * @param input (B, W, C)
 * @param filter (size, C, filters)
 * @param bias (filters)
 */
export function convolve(
  input: tf.Tensor,
  filter: tf.Tensor,
  bias: tf.Tensor,
  stride = 1,
): tf.Tensor {
  return tf.add(tf.conv1d(input as tf.Tensor3D, filter as tf.Tensor3D, stride, 'same'), bias);
}

/** A convolution with the weights `NAME.weight` and `NAME.bias`. */
export function convolution(name: string, { filters, size, stride = 1 }: Convolution): Layer {
  return ([rows, channels]) => ({
    size: [Math.ceil(rows / stride), filters],
    weights: {
      [`${name}.weight`]: {
        shape: [size, channels, filters],
        isTrained: true,
        fill: glorot(size * channels, size * filters),
      },
      [`${name}.bias`]: { shape: [filters], isTrained: true, fill: constant(0) },
    },
    run: ({ weights }, input) =>
      convolve(input, weights[`${name}.weight`], weights[`${name}.bias`], stride),
  });
}

/** Every row twice. @param input (B, W, C) @returns (B, 2W, C) */
export function upsample(input: tf.Tensor): tf.Tensor {
  const [B, W, C] = input.shape;
  const operation = tf.customGrad(() => ({
    value: tf.reshape(tf.concat([input, input], 2), [B, 2 * W, C]),
    gradFunc: (dValue: tf.Tensor) => [tf.sum(tf.reshape(dValue, [B, W, 2, C]), 2)],
  }));
  return operation(input);
}

/** Upsampling as a layer. */
export const upsampling: Layer = ([rows, channels]) => ({
  size: [2 * rows, channels],
  weights: {},
  run: (_, input) => upsample(input),
});

/** Rows and channels from a flat example, or any other shape of the same values. */
export function reshaped(...shape: number[]): Layer {
  return (from) => {
    const [had, has] = [from, shape].map((size) => size.reduce((product, dim) => product * dim, 1));
    if (had !== has) {
      throw new ConfigError(
        `An example of ${from.join(' × ')} values cannot be laid out as ${shape.join(' × ')}.`,
      );
    }
    const run = (_: unknown, input: tf.Tensor) => tf.reshape(input, [input.shape[0], ...shape]);
    return { size: shape, weights: {}, run };
  };
}

/** All values of an example in one row. */
export const flattened: Layer = (from) =>
  reshaped(from.reduce((product, dim) => product * dim, 1))(from);
