/**
 * Teacher forcing: in training the decoder reads the true row before instead of its own output, always or at
 * random rows. A share that falls during training is scheduled sampling.
 *
 * The first decoded row has none before it. In validation and scoring nothing is forced.
 *
 * Source: Williams & Zipser 1989, "A Learning Algorithm for Continually Running Fully Recurrent Neural
 * Networks"; Bengio et al. 2015, "Scheduled Sampling for Sequence Prediction with Recurrent Neural Networks",
 * linear decay, a choice for each row of each window.
 */
import { tf } from '@anodec/kernels';
import type { NetworkConfig } from '../config.js';
import type { NetworkContext } from './layers.js';

/** True rows for a decoder, in the order of decoding. */
export interface Teacher {
  /** W rows of (B, C). */
  readonly rows: readonly tf.Tensor[];
  /** For each row but the last, (B), whether the next one reads it; absent where all do. */
  readonly chosen?: readonly (readonly boolean[])[];
}

/** Share of rows that read the true row before, at a step of the training. */
export function forcedShare(config: NetworkConfig, step: number): number {
  const { teacherForcing, teacherForcingDecaySteps: decay } = config;
  return decay === 0 ? teacherForcing : teacherForcing * Math.max(0, 1 - step / decay);
}

/**
 * The true rows for a decoder at this step; undefined where it reads its own output alone.
 *
 * The choices come from a stream of the batch, so that a fit that resumes makes the same ones.
 *
 * @param truth (B, W, C), in the order of decoding
 */
export function createTeacher(context: NetworkContext, truth: tf.Tensor): Teacher | undefined {
  const { config, dropout, step } = context;
  if (!dropout || step === undefined) return undefined;
  const share = forcedShare(config, step);
  if (share === 0) return undefined;
  const rows = tf.unstack(truth, 1);
  if (share === 1) return { rows };
  const random = dropout.stream('teacher forcing');
  const ofWindow = () => Array.from({ length: rows.length - 1 }, () => random.uniform() < share);
  const windows = Array.from({ length: truth.shape[0] }, ofWindow);
  const chosen = rows.slice(1).map((_, row) => windows.map((choices) => choices[row]));
  return { rows, chosen };
}
