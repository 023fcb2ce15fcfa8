/** What the networks of a variant are: a generator and a discriminator, built from sizes. */
import type { tf } from '@anodec/kernels';
import type { Pass, Weights } from '../layers/layer.js';
import type { SpectralNorm } from '../layers/spectral-norm.js';

/** Sizes and settings that networks are built from. */
export interface GanSizes {
  /** Values of a day, those of all channels. */
  readonly width: number;
  /** Channels of a window, whose values stand side by side in each of its rows; 1 for days. */
  readonly channels: number;
  /** Whether generated values lie from 0 to 1, as those of scaled days do. */
  readonly isBounded: boolean;
  /** Classes of days; 1 where they are not told apart. */
  readonly classes: number;
  readonly latentSize: number;
  /** Share of the values that dropout drops. */
  readonly dropout: number;
  /** Slope at 0 of the last activation of the generator. */
  readonly alpha: number;
  /** Filters and hidden units relative to those of the original program. */
  readonly capacity: number;
  /** Cell of recurrent layers. */
  readonly cell: 'lstm' | 'gru';
  /** Whether weights of the discriminator are divided by their largest singular value. */
  readonly spectralNorm: boolean;
}

/** What a discriminator says of days. */
export interface Judgement {
  /** (B, 1), ln(p / (1 − p)) of the probability that a day is real; of a critic its value, which has no scale. */
  readonly validity: tf.Tensor;
  /** (B, K), logits of the classes, where the discriminator tells them apart. */
  readonly classes?: tf.Tensor;
}

/** Makes days. */
export interface Generator {
  readonly weights: Weights;
  /**
   * @param latent (B, latentSize)
   * @param labels (B), int32; ignored by networks without labels
   * @returns (B, width)
   */
  generate(pass: Pass, latent: tf.Tensor, labels: tf.Tensor): tf.Tensor;
}

/** Judges days. */
export interface Discriminator {
  readonly weights: Weights;
  /** Where weights are divided by their largest singular value. */
  readonly spectralNorm?: SpectralNorm;
  /**
   * @param days (B, width)
   * @param labels (B), int32; ignored by networks without labels
   */
  discriminate(pass: Pass, days: tf.Tensor, labels: tf.Tensor): Judgement;
}

/** The two networks of a variant. */
export interface GanVariant {
  createGenerator(sizes: GanSizes): Generator;
  createDiscriminator(sizes: GanSizes): Discriminator;
}
