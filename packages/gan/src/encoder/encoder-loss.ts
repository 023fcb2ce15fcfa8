/** The loss of f-AnoGAN, which is also its score. Loads TensorFlow.js. */
import { tf } from '@anodec/kernels';
import { ConfigError } from '@anodec/core';
import type { GanNetworks } from '../gan-networks.js';

/** What is compared, and how much it counts. */
export interface EncoderLoss {
  readonly kappa: number;
  /** Name of a layer of the discriminator. */
  readonly feature: string;
}

/**
 * Differences of days and what the generator makes of their codes, of each day.
 *
 * @param codes (B, latentSize)
 * @param days (B, width), scaled
 * @param labels (B)
 * @returns (B), mean of the squared differences of the values, and κ times that of the feature
 * @throws ConfigError when the discriminator has no such layer
 *
 * Source: Schlegl et al. 2019, "f-AnoGAN: Fast Unsupervised Anomaly Detection with Generative Adversarial Networks",
 * the loss izi_f (equation 4) and the score (equation 5).
 */
export function encoderLoss(
  networks: GanNetworks,
  codes: tf.Tensor2D,
  days: tf.Tensor2D,
  labels: tf.Tensor1D,
  { kappa, feature }: EncoderLoss,
): tf.Tensor1D {
  const made = networks.generate(codes, labels);
  const [real, generated] = [days, made].map((each) => {
    const { features } = networks.discriminate(each, labels);
    const found: tf.Tensor | undefined = features[feature];
    if (found) return found;
    const names = Object.keys(features).join(', ');
    throw new ConfigError(
      `\`feature\` must be a layer of the discriminator (${names}), got "${feature}".`,
    );
  });
  return tf.add(meanSquares(days, made), tf.mul(meanSquares(real, generated), kappa));
}

/** Mean over the values of each example. */
function meanSquares(a: tf.Tensor, b: tf.Tensor): tf.Tensor1D {
  return tf.mean(tf.reshape(tf.square(tf.sub(a, b)), [a.shape[0], -1]), 1);
}
