/** The loss of a batch of windows, as a plain function over tensors. */
import { klDivergence, meanLoss, tf, weightedSum } from '@anodec/kernels';
import type { NetworkConfig } from '../config.js';
import type { NamedValues } from '../training/trainable.js';
import type { WindowBatch } from './batches.js';
import type { NetworkContext } from './layers.js';
import { runNetwork } from './network.js';

/** The losses that a training loss is the sum of, where it is one, by name. */
export interface LossParts {
  add(name: string, value: tf.Tensor): void;
  /** Reads and frees them. */
  read(): Promise<NamedValues>;
}

/** Names of the losses of a step, the one that is minimised first. */
export function lossNames({ variational }: NetworkConfig): [string, ...string[]] {
  return variational ? ['loss', 'reconstruction', 'kl'] : ['loss'];
}

/** Gathers the parts of one loss. */
export function createLossParts(): LossParts {
  const parts: [string, tf.Tensor][] = [];
  return {
    add: (name, value) => void parts.push([name, tf.keep(tf.clone(value))]),
    async read() {
      const read = parts.map(async ([name, value]) => [name, (await value.data())[0]] as const);
      const values = Object.fromEntries(await Promise.all(read));
      tf.dispose(parts.map(([, value]) => value));
      return values;
    },
  };
}

/**
 * The training loss of a batch: the mean over the readings that are not missing, of two decoders the mean of
 * both; of a variational network, plus the divergence of its codes, in nats per reading of a window, times its
 * weight at this step. With a weight of 1 that is the negative evidence lower bound per reading, up to constants,
 * of readings with a unit of noise that the loss names: mse stands for a variance of ½.
 *
 * @param C channels
 * @param parts gets the reconstruction loss and the divergence of a window, in nats, of a variational network
 * @returns a scalar that the caller disposes of
 *
 * Source: Kingma & Welling 2014, "Auto-Encoding Variational Bayes", equation 10; Bowman et al. 2016, "Generating
 * Sentences from a Continuous Space", section 3.1, for the weight that rises.
 */
export function windowLoss(
  context: NetworkContext,
  batch: WindowBatch,
  C: number,
  parts?: LossParts,
): tf.Scalar {
  const { config, step } = context;
  const { windowSize: W } = config;
  const windows = tf.tensor3d(batch.input, [batch.size, W, C]);
  const { outputs, distribution } = runNetwork(context, windows);
  const reconstruction = reconstructionLoss(config, outputs, windows, batch);
  if (!distribution) return reconstruction;
  const kl = klDivergence(distribution.mean, distribution.logVariance);
  parts?.add('reconstruction', reconstruction);
  parts?.add('kl', kl);
  return weightedSum([reconstruction, kl], [1, klWeightAt(config, step) / (W * C)]) as tf.Scalar;
}

/** The weight of the divergence; in validation, which has no step, that after annealing. */
export function klWeightAt({ klWeight, klAnnealingSteps }: NetworkConfig, step?: number): number {
  if (step === undefined || klAnnealingSteps === 0) return klWeight;
  return klWeight * Math.min(1, step / klAnnealingSteps);
}

function reconstructionLoss(
  { loss }: NetworkConfig,
  outputs: readonly tf.Tensor[],
  windows: tf.Tensor3D,
  { input, target, mask }: WindowBatch,
): tf.Scalar {
  const wanted = target === input ? windows : tf.tensor3d(target, windows.shape);
  const known = mask && tf.tensor3d(mask, windows.shape);
  const first = meanLoss(loss, outputs[0], wanted, known);
  if (outputs.length === 1) return first as tf.Scalar;
  const second = meanLoss(loss, outputs[1], tf.reverse(wanted, 1), known && tf.reverse(known, 1));
  return weightedSum([first, second], [0.5, 0.5]) as tf.Scalar;
}
