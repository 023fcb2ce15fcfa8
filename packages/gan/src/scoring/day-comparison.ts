/** How far a generated day is from a real one, in values and in what the discriminator sees. */
import { ConfigError } from '@anodec/core';
import { tf } from '@anodec/kernels';
import type { Discriminated, GanNetworks } from '../gan-networks.js';

/** Real days, and what the discriminator says of them; the caller disposes of the tensors. */
export interface RealDays {
  /** (B, width), scaled */
  readonly days: tf.Tensor2D;
  /** (B), by which the networks know the classes. */
  readonly labels: tf.Tensor1D;
  /** Name of the layer that is compared. */
  readonly feature: string;
  /** (B, …), its outputs. */
  readonly outputs: tf.Tensor;
  /** (B, 1), probability that a day is real. */
  readonly validity: tf.Tensor;
  /** (B, K), probabilities of the classes, where the discriminator tells them apart. */
  readonly classes?: tf.Tensor;
}

/** Differences of each day. */
export interface DayDifferences {
  /** (B), sum of |x − G| over the values of a day, scaled. */
  readonly residual: tf.Tensor1D;
  /** (B), sum of |f(x) − f(G)| over the outputs of a layer f of the discriminator. */
  readonly feature: tf.Tensor1D;
}

/** Judges real days once. @throws ConfigError when the discriminator has no such layer */
export function judgeReal(
  networks: GanNetworks,
  days: tf.Tensor2D,
  labels: tf.Tensor1D,
  feature: string,
): RealDays {
  const tensors: readonly tf.Tensor[] = tf.tidy(() => {
    const judged = networks.discriminate(days, labels);
    const own = featureOf(judged, feature, networks.variant);
    return [own, judged.validity, ...(judged.classes ? [judged.classes] : [])];
  });
  const [outputs, validity] = tensors;
  const classes = tensors.at(2);
  return { days, labels, feature, outputs, validity, ...(classes && { classes }) };
}

/** Compares generated days with real ones; differentiable in the generated ones. @param generated (B, width), scaled */
export function compareWith(
  networks: GanNetworks,
  { days, labels, feature, outputs }: RealDays,
  generated: tf.Tensor2D,
): DayDifferences {
  const made = featureOf(networks.discriminate(generated, labels), feature, networks.variant);
  return { residual: distance(days, generated), feature: distance(outputs, made) };
}

function featureOf({ features }: Discriminated, name: string, variant: string): tf.Tensor {
  const found: tf.Tensor | undefined = features[name];
  if (found !== undefined) return found;
  throw new ConfigError(
    `\`feature\` must be a layer of the discriminator of ${variant}, one of ${Object.keys(features).join(', ')}, got ` +
      `"${name}".`,
  );
}

/** Sum of the differences of each example, without their sign. */
function distance(a: tf.Tensor, b: tf.Tensor): tf.Tensor1D {
  const [B] = a.shape;
  return tf.sum(tf.reshape(tf.abs(tf.sub(a, b)), [B, -1]), 1);
}
