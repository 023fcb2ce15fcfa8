/** The three networks of the detector: generator, discriminator, and the encoder that finds the numbers of a window. */
import { createRandom } from '@anodec/core';
import { tf } from '@anodec/kernels';
import { buildWindowEncoder } from '../encoder/recurrent-network.js';
import { type BuiltGan, buildGan, drawGan } from '../gan-networks.js';
import type { BuiltLayer, NamedTensors, Weights } from '../layers/layer.js';
import { asSequences } from '../networks/convolutional-generator.js';
import { variants } from '../variants.js';
import { drawWeights, type WeightArrays } from '../weights.js';
import type { WindowGanConfig } from './config.js';

/** The networks for windows of so many channels. */
export interface WindowNetworks {
  readonly pair: BuiltGan;
  readonly encoder: BuiltLayer;
  readonly channels: number;
  /** Name of the feature that is compared. */
  readonly feature: string;
}

/** Windows, what the generator makes of their codes, and how both differ. */
export interface ComparedWindows {
  /** (B, W · C), where a reading is missing 0. */
  readonly made: tf.Tensor;
  /** (B), mean of the squared differences of the features. */
  readonly features: () => tf.Tensor;
}

/** Builds the networks. @throws ConfigError when the variant cannot make windows of this length */
export function buildWindowNetworks(config: WindowGanConfig, channels: number): WindowNetworks {
  const { variant, windowSize: W, latentSize, capacity, cell, spectralNorm } = config;
  const sizes = { width: W * channels, channels, isBounded: false };
  return {
    pair: buildGan(variant, { ...sizes, latentSize, capacity, cell, spectralNorm }),
    encoder: buildWindowEncoder(W, channels, { latentSize, capacity, cell }),
    channels,
    feature: variants[variant].scoredFeature,
  };
}

/** All weights of the three. */
export function weightsOfAll({ pair, encoder }: WindowNetworks): Weights {
  return { ...pair.generator.weights, ...pair.discriminator.weights, ...encoder.weights };
}

/** The weights to begin with. */
export function drawWindowWeights({ pair, encoder }: WindowNetworks, seed: number): WeightArrays {
  const random = createRandom(seed).stream('encoder');
  return { ...drawGan(pair, seed), ...drawWeights(encoder.weights, random) };
}

/**
 * What the generator makes of the codes of windows; differentiable in all weights.
 *
 * @param windows (B, W · C), 0 where a reading is missing
 * @param mask (B, W · C), 0 where a reading is missing, else 1; absent where none is
 */
export function compareWindows(
  { pair, encoder, channels, feature }: WindowNetworks,
  weights: NamedTensors,
  windows: tf.Tensor,
  mask?: tf.Tensor,
): ComparedWindows {
  const B = windows.shape[0];
  const labels = tf.zeros([B], 'int32');
  const codes = encoder.run({ weights }, asSequences(windows, channels));
  const whole = pair.generator.generate({ weights }, codes, labels);
  const made = mask ? tf.mul(whole, mask) : whole;
  const seen = (of: tf.Tensor): tf.Tensor => {
    const features: Record<string, tf.Tensor> = {};
    pair.discriminator.discriminate({ weights, features }, of, labels);
    return tf.reshape(features[feature], [B, -1]);
  };
  return {
    made,
    features: () => tf.mean(tf.square(tf.sub(seen(windows), seen(made))), 1),
  };
}
