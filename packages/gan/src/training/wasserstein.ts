/**
 * The Wasserstein loss of critic and generator, with the gradient penalty.
 *
 * The penalty is differentiated exactly: every operation of a critic without batch normalisation has a second derivative.
 *
 * Source: Gulrajani, Ahmed, Arjovsky, Dumoulin & Courville 2017, "Improved Training of Wasserstein GANs", algorithm 1.
 */
import { tf } from '@anodec/kernels';
import type { GanLoss } from './gan-losses.js';

/** A critic's value of each day. @param days (B, width) @returns (B, 1) */
export type Critic = (days: tf.Tensor) => tf.Tensor;

/** Days that a critic learns from, and points between them. */
export interface CriticDays {
  /** (B, width) */
  readonly real: tf.Tensor;
  /** (B, width) */
  readonly fake: tf.Tensor;
  /** (B), share of the real day at which the slope is taken. */
  readonly mix: tf.Tensor;
}

/** Added to the square of a slope, so that a critic that is flat somewhere has a finite gradient. */
const EPSILON = 1e-12;

/**
 * Mean value of generated days less that of real ones, and the penalty with its weight.
 *
 * @returns the difference as `validity`, without the penalty, and the `penalty` without its weight
 */
export function criticLoss(
  critic: Critic,
  { real, fake, mix }: CriticDays,
  penaltyWeight: number,
): GanLoss {
  const difference = tf.sub<tf.Scalar>(tf.mean(critic(fake)), tf.mean(critic(real)));
  const between = tf.add(fake, tf.mul(tf.sub(real, fake), tf.reshape(mix, [-1, 1])));
  const penalty = gradientPenalty(critic, between);
  const total = tf.add<tf.Scalar>(difference, tf.mul(penalty, penaltyWeight));
  return { total, validity: difference, penalty };
}

/**
 * Mean square of how far the length of the slope is from 1; differentiable in what the critic reads.
 *
 * @param days (B, width), constants
 */
export function gradientPenalty(critic: Critic, days: tf.Tensor): tf.Scalar {
  const slope = tf.grad((at: tf.Tensor) => tf.sum(critic(at)))(days);
  const length = tf.sqrt(tf.add(tf.sum(tf.square(slope), 1), EPSILON));
  return tf.mean(tf.square(tf.sub(length, 1)));
}

/** What the generator lowers: minus the mean value of its days. @param values (B, 1) */
export function generatorLoss(values: tf.Tensor): GanLoss {
  const total = tf.neg<tf.Scalar>(tf.mean(values));
  return { total, validity: total };
}
