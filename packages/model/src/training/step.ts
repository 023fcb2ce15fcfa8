/** One step of a fit: callbacks may refuse it, and a loss that is no finite number ends the fit. */
import { DataError } from '@anodec/core';
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
}

/** The outcome of a step. */
export interface MadeStep {
  readonly values: NamedValues;
  readonly skipped?: true;
}

/**
 * Makes a step unless a callback refuses it or a loss is not finite; the weights then stay as they were.
 *
 * @throws DataError when a loss is not finite, naming the batch and what else is not
 */
export async function makeStep<Batch extends Sized>(
  parts: StepParts<Batch>,
  batch: Batch,
  at: StepStart,
  learningRates: NamedValues,
): Promise<MadeStep> {
  const { model } = parts;
  let answer: StepAnswer = 'make';
  const accept = (losses: NamedValues): boolean => {
    if (wrongLoss(losses, model.losses) !== undefined) return false;
    answer = ask(parts.callbacks, losses, at);
    return answer === 'make';
  };
  const options = { learningRates, step: at.step, accept };
  const values = await model.step(batch, options);
  await checkFinite(parts, batch, at, values, options);
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
  const some = (names: readonly string[]): string =>
    names.length > 4
      ? `${names.slice(0, 4).join(', ')} and ${names.length - 4} more`
      : names.join(', ');
  if (weights.length > 0) return ` Not finite before this step: the weights ${some(weights)}.`;
  if (gradients.length > 0) {
    return ` The weights were finite before this step; its gradients of ${some(gradients)} are not.`;
  }
  return ' Weights and gradients are finite.';
}
