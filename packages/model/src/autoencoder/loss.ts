/** The loss of a batch of windows, as a plain function over tensors. */
import { type InputArray, klDivergence, meanLoss, tf, weightedSum } from '@anodec/kernels';
import type { NetworkConfig } from '../config.js';
import type { WindowBatch } from './batches.js';
import type { NetworkContext } from './layers.js';
import { runNetwork } from './network.js';

/** A batch of windows as tensors, (B, W, C) each; see `WindowBatch`. */
export interface WindowTensors {
  readonly input: tf.Tensor;
  /** Absent where it is the input. */
  readonly target: tf.Tensor | undefined;
  readonly mask: tf.Tensor | undefined;
}

/** The arrays of a batch of windows of C channels, for `WindowTensors`. */
export function windowArrays(
  { size, input, target, mask }: Pick<WindowBatch, 'size' | 'input' | 'target' | 'mask'>,
  { windowSize: W }: NetworkConfig,
  C: number,
): Record<'target' | 'mask', InputArray | undefined> & { readonly input: InputArray } {
  const shape = [size, W, C];
  return {
    input: { values: input, shape },
    target: target === input ? undefined : { values: target, shape },
    mask: mask && { values: mask, shape },
  };
}

/** Names of the losses of a step, the one that is minimised first. */
export function lossNames({ variational }: NetworkConfig): [string, ...string[]] {
  return variational ? ['loss', 'reconstruction', 'kl'] : ['loss'];
}

/**
 * The losses of a batch in the order of `lossNames`, the training loss first: the mean over the readings that are not
 * missing, of two decoders the mean of both; of a variational network, plus the divergence of its codes, in nats per
 * reading of a window, times its weight at this step. With a weight of 1 that is the negative evidence lower bound per
 * reading, up to constants, of readings with a unit of noise that the loss names: mse stands for a variance of ½.
 *
 * @returns scalars; of a variational network also the reconstruction loss and the divergence of a window, in nats
 *
 * Source: Kingma & Welling 2014, "Auto-Encoding Variational Bayes", equation 10; Bowman et al. 2016, "Generating
 * Sentences from a Continuous Space", section 3.1, for the weight that rises.
 */
export function windowLosses(
  context: NetworkContext,
  batch: WindowTensors,
): [tf.Scalar, ...tf.Scalar[]] {
  const { config, step } = context;
  const [, W, C] = batch.input.shape as [number, number, number];
  const { outputs, distribution } = runNetwork(context, batch.input);
  const reconstruction = reconstructionLoss(config, outputs, batch);
  if (!distribution) return [reconstruction];
  const kl = klDivergence(distribution.mean, distribution.logVariance) as tf.Scalar;
  const factors = [1, klWeightAt(config, step) / (W * C)];
  return [weightedSum([reconstruction, kl], factors) as tf.Scalar, reconstruction, kl];
}

/** The weight of the divergence; in validation, which has no step, that after annealing. */
export function klWeightAt({ klWeight, klAnnealingSteps }: NetworkConfig, step?: number): number {
  if (step === undefined || klAnnealingSteps === 0) return klWeight;
  return klWeight * Math.min(1, step / klAnnealingSteps);
}

function reconstructionLoss(
  { loss }: NetworkConfig,
  outputs: readonly tf.Tensor[],
  { input, target = input, mask }: WindowTensors,
): tf.Scalar {
  const first = meanLoss(loss, outputs[0], target, mask);
  if (outputs.length === 1) return first as tf.Scalar;
  const second = meanLoss(loss, outputs[1], tf.reverse(target, 1), mask && tf.reverse(mask, 1));
  return weightedSum([first, second], [0.5, 0.5]) as tf.Scalar;
}
