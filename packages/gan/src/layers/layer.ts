/** What a layer is: the weights that it needs for an input of some size, and a function over tensors. */
import type { Random } from '@anodec/core';
import type { tf } from '@anodec/kernels';

/** Tensors by name. */
export type NamedTensors = Readonly<Record<string, tf.Tensor>>;

/** The dimensions of an example, outermost first, without that of the batch: [width] or [width, channels]. */
export type Size = readonly number[];

/** A weight before it is trained. */
export interface Weight {
  readonly shape: readonly number[];
  /** Whether gradients move it; the others are statistics of the training batches. */
  readonly isTrained: boolean;
  /** Fills the values to begin with, in the order of the shape. */
  readonly fill: (values: Float32Array, random: Random) => void;
}

/** Weights by name. */
export type Weights = Readonly<Record<string, Weight>>;

/** Mean and variance of the channels of one batch, (C) each. */
export interface BatchMoments {
  readonly mean: tf.Tensor;
  /** Of the population that the batch is a sample of: divided by one less than the number of its rows. */
  readonly variance: tf.Tensor;
}

/** What is different while a network learns. */
export interface Learning {
  /** Source of the masks of dropout, drawn from in the order of the layers. */
  readonly dropout: Random;
  /** Receives the moments by the name of the layer; the receiver disposes of them. Default: dropped. */
  readonly keepMoments?: (layer: string, moments: BatchMoments) => void;
}

/** One pass of a batch through a network. */
export interface Pass {
  readonly weights: NamedTensors;
  /** Absent where a network is used and not trained. */
  readonly learning?: Learning;
  /** Receives the outputs of the layers that are marked as features, by name. */
  readonly features?: Record<string, tf.Tensor>;
}

/** A layer for an input of some size. */
export interface BuiltLayer {
  readonly weights: Weights;
  /** Of an example of its output. */
  readonly size: Size;
  /** @param input (B, ...) @returns (B, ...), differentiable in input and weights */
  run(pass: Pass, input: tf.Tensor): tf.Tensor;
}

/** Builds a layer for inputs of a size. @throws ConfigError when it cannot take such inputs */
export type Layer = (input: Size) => BuiltLayer;

/** A layer without weights that leaves the size as it is. */
export function plainLayer(run: BuiltLayer['run']): Layer {
  return (size) => ({ weights: {}, size, run });
}
