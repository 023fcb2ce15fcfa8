/** One step of a fit: callbacks may refuse it, and a loss that is not a finite number ends the fit. */
import { DataError, StoppedError } from '@anodec/core';
import type { TrainConfig } from '../config.js';
import type { Callback, StepAnswer, StepStart } from './callback.js';
import type {
  BatchSource,
  NamedValues,
  NonFinite,
  Sized,
  StepOptions,
  Trainable,
} from './trainable.js';

/** What a step is made of. */
export interface StepParts<Batch extends Sized> {
  readonly model: Trainable<Batch>;
  readonly batches: Pick<BatchSource<Batch>, 'describe'>;
  readonly callbacks: readonly Callback[];
  readonly config: Pick<TrainConfig, 'terminateOnNan'>;
  readonly signal?: AbortSignal;
}

/** The outcome of a step. */
export interface MadeStep {
  readonly values: NamedValues;
  readonly skipped?: true;
}

/**
 * Makes a step unless a callback refuses it or a loss is not finite; the weights then stay as they were.
 *
 * @returns undefined when the signal was aborted within the step, which then is still to be made
 * @throws DataError when a loss is not finite and the settings do not leave such steps out, naming the batch
 *   and what else is not finite
 */
export async function makeStep<Batch extends Sized>(
  parts: StepParts<Batch>,
  batch: Batch,
  at: StepStart,
  learningRates: NamedValues,
): Promise<MadeStep | undefined> {
  const { model, signal } = parts;
  let answer: StepAnswer = 'make';
  const accept = (losses: NamedValues): boolean => {
    const isFinite = wrongLoss(losses, model.losses) === undefined;
    answer = isFinite ? ask(parts.callbacks, losses, at) : 'skip';
    return answer === 'make';
  };
  const options = { learningRates, step: at.step, accept, signal };
  const values = await model.step(batch, options).catch((error: unknown) => {
    if (error instanceof StoppedError && signal?.aborted) return undefined;
    throw error;
  });
  if (!values) return undefined;
  if (parts.config.terminateOnNan) await checkFinite(parts, batch, at, values, options);
  return obey(model, answer, values);
}

/** What the callbacks want: the first that does not want the step to be made. */
function ask(callbacks: readonly Callback[], losses: NamedValues, at: StepStart): StepAnswer {
  const answers = callbacks.map((callback) => callback.acceptsStep?.(losses, at) ?? 'make');
  return answers.find((answer) => answer !== 'make') ?? 'make';
}

function obey<Batch extends Sized>(
  model: Trainable<Batch>,
  answer: StepAnswer,
  values: NamedValues,
): MadeStep {
  if (answer === 'make') return { values };
  if (answer instanceof Error) throw answer;
  if (answer !== 'skip') model.load(answer.restore);
  return { values, skipped: true };
}

function wrongLoss(values: NamedValues, losses: readonly string[]): string | undefined {
  return losses.find((name) => !Number.isFinite(values[name]));
}

async function checkFinite<Batch extends Sized>(
  { model, batches }: StepParts<Batch>,
  batch: Batch,
  { epoch, step }: StepStart,
  values: NamedValues,
  options: StepOptions,
): Promise<void> {
  const wrong = wrongLoss(values, model.losses);
  if (wrong === undefined) return;
  const what = wrong === 'loss' ? 'The training loss' : `The training loss ${wrong}`;
  const where = batches.describe ? ` The batch has ${batches.describe(batch)}.` : '';
  const found = await model.inspect?.(batch, options);
  throw new DataError(
    `${what} must stay a finite number, got ${values[wrong]} in epoch ${epoch} after ${step} ` +
      `steps.${where}${found ? describeNonFinite(found) : ''} Choose a smaller learningRate or set gradientClipVal.`,
  );
}

function describeNonFinite({ weights, gradients }: NonFinite): string {
  if (weights.length > 0) return ` Not finite before this step: the weights ${firstOf(weights)}.`;
  if (gradients.length > 0) {
    return ` The weights were finite before this step; its gradients of ${firstOf(gradients)} are not.`;
  }
  return ' Weights and gradients are finite.';
}

function firstOf(names: readonly string[], limit = 4): string {
  if (names.length <= limit) return names.join(', ');
  return `${names.slice(0, limit).join(', ')} and ${names.length - limit} more`;
}
