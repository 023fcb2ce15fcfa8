/**
 * The training loop: epochs, validation, the best weights, callbacks.
 *
 * It knows no optimiser and no loss by name; what they are is up to the model. Everything that decides how
 * training continues is in its state, so that a fit can be resumed at any step with the same result to
 * the bit.
 */
import {
  ConfigError,
  DataError,
  type DetectorState,
  type Progress,
  silentProgress,
  StoppedError,
  createPause,
} from '@anodec/core';
import type { TrainConfig } from '../config.js';
import type { Callback, FitAccess, FitStart } from './callback.js';
import { configuredCallbacks } from './callbacks/registry.js';
import { createMeans } from './means.js';
import { endOfFit, epochLimit } from './remaining-work.js';
import type { BestEpoch, Ending, EpochReport, FitSummary } from './report.js';
import type { Schedule } from './schedule.js';
import { createSchedule } from './schedules/registry.js';
import type { BatchSource, ModelState, NamedValues, Sized, Trainable } from './trainable.js';
import type { CallbackState, Checkpoint, PartialEpoch, TrainingState } from './training-state.js';

/** Options of a fit. */
export interface TrainerOptions {
  /** Beside those that the settings switch on. */
  readonly callbacks?: readonly Callback[];
  readonly signal?: AbortSignal;
  readonly progress?: Progress;
  /** Where to continue; the model is overwritten with it. */
  readonly resume?: TrainingState;
  /** Default: the schedule that the settings name. */
  readonly schedule?: Schedule;
  /** What callbacks learn at the start; without it they get no `onFitStart`. */
  readonly start?: FitStart;
  /** Number of layers that the program has run as single operations so far. */
  readonly fallbackCount?: () => number;
}

/** The outcome of a fit. */
export interface FitResult {
  readonly summary: FitSummary;
  /** With the weights of the best epoch. */
  readonly detector: DetectorState;
}

const STOPPED: Ending = { reason: 'stopped on request', message: 'Stopped on request.' };
const CALLBACK: Ending = { reason: 'callback', message: 'A callback ended the training.' };

/**
 * Trains until the epochs are over, a callback ends the fit, or the signal is aborted; the epoch that an
 * abort interrupts does not count.
 *
 * @throws DataError when a loss is no longer a finite number
 * @throws ConfigError when two callbacks keep state under one name
 * @throws StoppedError when the signal is aborted before the first epoch is over
 */
export async function fit<Batch extends Sized>(
  model: Trainable<Batch>,
  batches: BatchSource<Batch>,
  config: TrainConfig,
  options: TrainerOptions = {},
): Promise<FitResult> {
  return new Fit(model, batches, config, options).run();
}

/** One fit from its start, or from where it resumes, to its end. */
class Fit<Batch extends Sized> {
  readonly #model: Trainable<Batch>;
  readonly #batches: BatchSource<Batch>;
  readonly #config: TrainConfig;
  readonly #options: TrainerOptions;
  readonly #callbacks: readonly Callback[];
  readonly #schedule: Schedule;
  /** One for the whole fit: an epoch may be shorter than the time between two pauses. */
  readonly #pause = createPause();
  readonly #reports: EpochReport[] = [];
  #step = 0;
  #partial: PartialEpoch | undefined;
  #best: BestEpoch | undefined;
  /** The model as it is now; read once, however many ask. */
  #state: Promise<ModelState> | undefined;

  constructor(
    model: Trainable<Batch>,
    batches: BatchSource<Batch>,
    config: TrainConfig,
    options: TrainerOptions,
  ) {
    this.#model = model;
    this.#batches = batches;
    this.#config = config;
    this.#options = options;
    this.#callbacks = [...configuredCallbacks(config), ...(options.callbacks ?? [])];
    this.#schedule =
      options.schedule ?? createSchedule(config, model.optimizers, batches.stepsPerEpoch);
    checkNames(this.#callbacks);
    if (options.resume) this.#resume(options.resume);
  }

  async run(): Promise<FitResult> {
    const { progress = silentProgress, fallbackCount = () => 0, start } = this.#options;
    const fallbacksBefore = fallbackCount();
    const resumedEpochs = this.#reports.length;
    if (start)
      for (const callback of this.#callbacks) await callback.onFitStart?.(start, this.#access());
    progress.begin('Training', epochLimit(this.#config), 'epochs');
    let ending: Ending | undefined;
    try {
      while (!ending) ending = await this.#nextEpoch();
    } finally {
      progress.end();
    }
    const best = this.#best;
    if (!best) throw new StoppedError('Stopped in the first epoch.');
    const summary: FitSummary = {
      ...ending,
      reports: this.#reports,
      bestEpoch: best.epoch,
      bestStep: best.step,
      bestLoss: best.loss,
      resumedEpochs,
      fallbacks: fallbackCount() - fallbacksBefore,
    };
    for (const callback of this.#callbacks) await callback.onFitEnd?.(summary);
    return { summary, detector: this.#model.detector(best.arrays) };
  }

  #resume({ step, reports, partial, model, best, callbacks }: TrainingState): void {
    this.#model.load(model);
    this.#step = step;
    this.#reports.push(...reports);
    this.#partial = partial;
    this.#best = best;
    for (const callback of this.#callbacks) {
      const state = callback.name === undefined ? undefined : callbacks[callback.name];
      if (state) callback.load?.(state);
    }
  }

  /** @returns why this was the last epoch, undefined when another one follows */
  async #nextEpoch(): Promise<Ending | undefined> {
    const standing = { reports: this.#reports, step: this.#step, best: this.#best };
    const ending = endOfFit({ ...standing, partial: this.#partial }, this.#config, this.#callbacks);
    if (ending) return ending;
    const means = await this.#runEpoch();
    if (!means) return STOPPED;
    return (await this.#finishEpoch(means)) === 'stop' ? CALLBACK : undefined;
  }

  /** @returns undefined when the signal was aborted */
  async #runEpoch(): Promise<Pick<EpochReport, 'train' | 'valid' | 'seconds'> | undefined> {
    const { signal } = this.#options;
    const before = this.#partial;
    const start = performance.now();
    const seconds = () => (before?.seconds ?? 0) + (performance.now() - start) / 1000;
    const train = createMeans(before?.sums);
    let steps = before?.steps ?? 0;
    for (const batch of this.#batches.train(this.#reports.length, steps)) {
      const report = await this.#runStep(batch);
      steps += 1;
      train.add(report.values, batch.size);
      this.#partial = { steps, sums: train.sums(), seconds: seconds() };
      for (const callback of this.#callbacks) await callback.onStepEnd?.(report, this.#access());
      this.#showProgress(steps, report.values);
      await this.#pause();
      if (signal?.aborted) return undefined;
    }
    const valid = createMeans();
    for (const batch of this.#batches.valid()) {
      valid.add(await this.#model.loss(batch), batch.size);
      await this.#pause();
      if (signal?.aborted) return undefined;
    }
    return { train: train.values(), valid: valid.values(), seconds: seconds() };
  }

  async #runStep(batch: Batch) {
    const epoch = this.#reports.length;
    const { stepsPerEpoch } = this.#batches;
    const learningRates = this.#schedule({
      epoch,
      step: this.#step,
      stepsPerEpoch,
      reports: this.#reports,
    });
    const values = await this.#model.step(batch, { learningRates, step: this.#step });
    this.#state = undefined;
    checkFinite(values, this.#model.losses, epoch, this.#step);
    this.#step += 1;
    return { epoch, step: this.#step, size: batch.size, values, learningRates };
  }

  /** @returns `stop` when a callback wants to end the fit */
  async #finishEpoch(
    means: Pick<EpochReport, 'train' | 'valid' | 'seconds'>,
  ): Promise<'stop' | undefined> {
    const [first] = this.#model.losses;
    const loss = comparedLoss(first, means);
    const epoch = this.#reports.length;
    const isBest = this.#config.keepEpoch === 'last' || !this.#best || loss < this.#best.loss;
    const report = { epoch, step: this.#step, ...means, loss, isBest };
    this.#reports.push(report);
    this.#partial = undefined;
    if (isBest) {
      const { arrays } = this.#model.detector((await this.#readState()).arrays);
      this.#best = { epoch, step: this.#step, loss, arrays };
    }
    const access = this.#access();
    let stop: 'stop' | undefined;
    for (const callback of this.#callbacks) {
      if ((await callback.onEpochEnd?.(report, access)) === 'stop') stop = 'stop';
    }
    for (const callback of this.#callbacks) await callback.onEpochSave?.(report, access);
    return stop;
  }

  #readState(): Promise<ModelState> {
    this.#state ??= this.#model.state();
    return this.#state;
  }

  #access(): FitAccess {
    return {
      reports: [...this.#reports],
      step: this.#step,
      best: this.#best,
      detector: async () => this.#model.detector((await this.#readState()).arrays),
      checkpoint: () => this.#checkpoint(),
    };
  }

  async #checkpoint(): Promise<Checkpoint> {
    const model = await this.#readState();
    const states: Record<string, CallbackState> = {};
    for (const callback of this.#callbacks) {
      if (callback.name !== undefined && callback.state) states[callback.name] = callback.state();
    }
    return {
      detector: this.#model.detector(model.arrays),
      training: {
        step: this.#step,
        reports: [...this.#reports],
        ...(this.#partial && { partial: this.#partial }),
        model,
        best: this.#best,
        callbacks: states,
      },
    };
  }

  #showProgress(steps: number, values: NamedValues): void {
    const { losses } = this.#model;
    const { progress = silentProgress } = this.#options;
    const current = losses.map((name) => `${name} ${values[name].toFixed(4)}`);
    const valid = this.#reports.at(-1)?.valid[losses[0]];
    if (valid !== undefined && !Number.isNaN(valid)) current.push(`valid ${valid.toFixed(4)}`);
    const done = this.#reports.length + steps / this.#batches.stepsPerEpoch;
    progress.update(done, current.join(', '));
  }
}

/** The loss that decides which epoch is best: of validation, or of training where there is none. */
function comparedLoss(
  name: string,
  { train, valid }: { train: NamedValues; valid: NamedValues },
): number {
  const loss = valid[name] ?? NaN;
  return Number.isNaN(loss) ? train[name] : loss;
}

function checkNames(callbacks: readonly Callback[]): void {
  const names = callbacks.flatMap(({ name }) => name ?? []);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) {
    throw new ConfigError(`Callbacks must have different names, got ${twice} twice.`);
  }
  if (callbacks.every((callback) => callback.name !== undefined || !callback.state)) return;
  throw new ConfigError('A callback with a state must have a name, got one without.');
}

function checkFinite(
  values: NamedValues,
  losses: readonly string[],
  epoch: number,
  step: number,
): void {
  const wrong = losses.find((name) => !Number.isFinite(values[name]));
  if (wrong === undefined) return;
  const what = wrong === 'loss' ? 'The training loss' : `The training loss ${wrong}`;
  throw new DataError(
    `${what} must stay a finite number, got ${values[wrong]} in epoch ${epoch} after ${step} ` +
      'steps. Choose a smaller learningRate or set gradientClipVal.',
  );
}
