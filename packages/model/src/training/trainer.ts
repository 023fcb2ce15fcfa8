/**
 * The training loop: epochs, validation, the best weights, callbacks.
 *
 * It knows no optimiser and no loss by name; what they are is up to the model. Everything that decides how
 * training continues is in its state, so that a fit can be resumed at any step with the same result to
 * the bit.
 */
import {
  type DetectorState,
  type Progress,
  silentProgress,
  StoppedError,
  createPause,
} from '@anodec/core';
import type { TrainConfig } from '../config.js';
import type { Callback, FitAccess, FitStart } from './callback.js';
import { configuredCallbacks } from './callbacks/registry.js';
import { callEach, checkNames } from './hooks.js';
import { createMeans } from './means.js';
import { endOfFit, epochLimit, limitReached } from './remaining-work.js';
import type { BestEpoch, Ending, EpochReport, FitSummary } from './report.js';
import type { Schedule } from './schedule.js';
import { createSchedule } from './schedules/registry.js';
import { makeStep } from './step.js';
import type { BatchSource, ModelState, NamedValues, Sized, Trainable } from './trainable.js';
import type { CallbackState, Checkpoint, PartialEpoch, TrainingState } from './training-state.js';
import {
  comparedLoss,
  isLower,
  isValidatedEpoch,
  lowestLoss,
  validationInterval,
} from './validation.js';

/** Options of a fit. */
export interface TrainerOptions {
  /** In addition to those that the settings switch on. */
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
  /** Number of jobs so far that WebAssembly computed beside native kernels. */
  readonly jobsInWebAssembly?: () => number;
  /** Number of batches so far that repeated recorded jobs. */
  readonly repeatedBatches?: () => number;
}

/** The outcome of a fit. */
export interface FitResult {
  readonly summary: FitSummary;
  /** With the weights of the best epoch. */
  readonly detector: DetectorState;
}

const STOPPED: Ending = { reason: 'stopped on request', message: 'Stopped on request.' };
const CALLBACK: Ending = { reason: 'callback', message: 'A callback ended the training.' };
const NOT_BEGUN: PartialEpoch = { steps: 0, sums: {}, seconds: 0 };

/**
 * Trains until the epochs or a limit of steps or time are over, a callback ends the fit, or the signal is
 * aborted, which callbacks learn from `onInterrupt`, to keep a checkpoint of the epoch in progress.
 *
 * @throws DataError when a loss is no longer a finite number, unless such steps are to be left out
 * @throws ConfigError when two callbacks keep state under one name
 * @throws StoppedError when the signal is aborted before an epoch is over
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
    const { progress = silentProgress, start } = this.#options;
    const { fallbackCount = () => 0, jobsInWebAssembly = () => 0 } = this.#options;
    const { repeatedBatches = () => 0 } = this.#options;
    const before = {
      fallbacks: fallbackCount(),
      jobs: jobsInWebAssembly(),
      repeated: repeatedBatches(),
    };
    const resumedEpochs = this.#reports.length;
    let ending: Ending | undefined;
    try {
      if (start) await this.#each('onFitStart', (one) => one.onFitStart?.(start, this.#access()));
      progress.begin('Training', epochLimit(this.#config), 'epochs');
      await this.#trialValidation();
      while (!ending) ending = await this.#nextEpoch();
    } catch (error) {
      // a second error must not hide the first
      await this.#each('onException', (one) => one.onException?.(error, this.#access())).catch(
        () => undefined,
      );
      throw error;
    } finally {
      progress.end();
    }
    const best = this.#best;
    if (!best) throw new StoppedError('Stopped before an epoch was over and validated.');
    const summary: FitSummary = {
      ...ending,
      reports: this.#reports,
      bestEpoch: best.epoch,
      bestStep: best.step,
      bestLoss: best.loss,
      resumedEpochs,
      skippedSteps: this.#skippedSteps(),
      fallbacks: fallbackCount() - before.fallbacks,
      jobsInWebAssembly: jobsInWebAssembly() - before.jobs,
      repeatedBatches: repeatedBatches() - before.repeated,
    };
    await this.#each('onFitEnd', (one) => one.onFitEnd?.(summary));
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

  /** Runs a few validation batches before the first step, so that a fault in them shows early. */
  async #trialValidation(): Promise<void> {
    const { numSanityValSteps } = this.#config;
    if (numSanityValSteps === 0 || this.#step > 0) return;
    let batches = 0;
    for (const batch of this.#batches.valid()) {
      if (this.#options.signal?.aborted) return;
      await this.#model.loss(batch);
      await this.#pause();
      if (++batches === numSanityValSteps) return;
    }
  }

  /** @returns why this was the last epoch, undefined when another one follows */
  async #nextEpoch(): Promise<Ending | undefined> {
    const ending = endOfFit(this.#progressed(), this.#config, this.#callbacks);
    if (ending) return ending;
    const report = this.#options.signal?.aborted ? undefined : await this.#runEpoch();
    if (report) return (await this.#finishEpoch(report)) === 'stop' ? CALLBACK : undefined;
    await this.#each('onInterrupt', (one) => one.onInterrupt?.(this.#access()));
    return STOPPED;
  }

  /** @returns undefined when the signal was aborted */
  async #runEpoch(): Promise<EpochReport | undefined> {
    const epoch = this.#reports.length;
    if (!this.#partial)
      await this.#each('onEpochStart', (one) => one.onEpochStart?.(epoch, this.#access()));
    const isCut = await this.#runSteps();
    if (isCut === undefined) return undefined;
    const isLast = epoch + 1 === epochLimit(this.#config) && !this.#best;
    if (isCut || isLast || isValidatedEpoch(this.#config, epoch)) {
      if (!(await this.#validate('end'))) return undefined;
    }
    const { sums, seconds, validations = [], skipped } = this.#partial ?? NOT_BEGUN;
    const last = validations.at(-1);
    return {
      epoch,
      step: this.#step,
      train: createMeans(sums).values(),
      valid: last?.step === this.#step ? last.valid : {},
      loss: lowestLoss(validations),
      seconds,
      isBest: this.#config.keepEpoch === 'last' || this.#best?.epoch === epoch,
      ...(isCut && { cut: true }),
      ...(skipped !== undefined && { skipped }),
    };
  }

  /** Makes the steps of the epoch that are left. @returns whether a limit cut it; undefined = aborted */
  async #runSteps(): Promise<boolean | undefined> {
    const before = this.#partial ?? NOT_BEGUN;
    const { stepsPerEpoch } = this.#batches;
    const interval = validationInterval(this.#config, stepsPerEpoch);
    const isDue = () => {
      const { steps } = this.#partial ?? NOT_BEGUN;
      const within = steps > 0 && steps < stepsPerEpoch && steps % interval === 0;
      return within && isValidatedEpoch(this.#config, this.#reports.length);
    };
    let isCut = before.steps > 0 && limitReached(this.#progressed(), this.#config) !== undefined;
    if (isCut) return true;
    if (isDue() && !(await this.#validate('within'))) return undefined;
    for (const batch of this.#batches.train(this.#reports.length, before.steps)) {
      if (!(await this.#runStep(batch))) return undefined;
      await this.#pause();
      if (this.#options.signal?.aborted) return undefined;
      isCut =
        (this.#partial?.steps ?? 0) < stepsPerEpoch &&
        limitReached(this.#progressed(), this.#config) !== undefined;
      if (isCut) break;
      if (isDue() && !(await this.#validate('within'))) return undefined;
    }
    // what it would continue from with a larger limit
    if (isCut) await this.#each('onInterrupt', (one) => one.onInterrupt?.(this.#access()));
    return isCut;
  }

  /** @returns false when the signal was aborted within the step, which was not made */
  async #runStep(batch: Batch): Promise<boolean> {
    const start = performance.now();
    const epoch = this.#reports.length;
    const at = { epoch, step: this.#step };
    const { steps, sums, seconds, validations, skipped = 0 } = this.#partial ?? NOT_BEGUN;
    await this.#each('onStepStart', (one) => one.onStepStart?.(at, this.#access()));
    const learningRates = this.#schedule({
      ...at,
      stepsPerEpoch: this.#batches.stepsPerEpoch,
      reports: this.#reports,
    });
    const parts = {
      model: this.#model,
      batches: this.#batches,
      callbacks: this.#callbacks,
      config: this.#config,
      signal: this.#options.signal,
    };
    const made = await makeStep(parts, batch, at, learningRates);
    if (!made) return false;
    if (steps + 1 === this.#batches.stepsPerEpoch) this.#model.endEpoch?.(epoch);
    this.#state = undefined;
    this.#step += 1;
    const means = createMeans(sums);
    if (!made.skipped) means.add(made.values, batch.size);
    const left = skipped + (made.skipped ? 1 : 0);
    this.#partial = {
      steps: steps + 1,
      sums: means.sums(),
      seconds: seconds + (performance.now() - start) / 1000,
      ...(validations && { validations }),
      ...(left > 0 && { skipped: left }),
    };
    const report = { epoch, step: this.#step, size: batch.size, learningRates, ...made };
    const gradients = async () => this.#model.gradients?.();
    await this.#each('onStepEnd', (one) =>
      one.onStepEnd?.(report, { ...this.#access(), gradients }),
    );
    await this.#each('onStepSave', (one) => one.onStepSave?.(report, this.#access()));
    this.#showProgress(steps + 1, made.values);
    return true;
  }

  /**
   * Validates, unless a fit that was interrupted did so at this step already, and compares the weights.
   *
   * @returns false when the signal was aborted
   */
  async #validate(place: 'within' | 'end'): Promise<boolean> {
    const epoch = this.#reports.length;
    const partial = this.#partial ?? NOT_BEGUN;
    const { validations = [], sums } = partial;
    if (validations.at(-1)?.step === this.#step) return true;
    const start = performance.now();
    await this.#each('onValidStart', (one) => one.onValidStart?.(this.#access()));
    const means = createMeans();
    for (const batch of this.#batches.valid()) {
      means.add(await this.#model.loss(batch), batch.size);
      await this.#pause();
      if (this.#options.signal?.aborted) return false;
    }
    const valid = means.values();
    const loss = comparedLoss(this.#model.losses[0], { train: createMeans(sums).values(), valid });
    const isBest = await this.#compare(loss, place);
    const endsEpoch = place === 'end';
    const report = { epoch, step: this.#step, valid, loss, isBest, endsEpoch };
    const seconds = partial.seconds + (performance.now() - start) / 1000;
    this.#partial = { ...partial, seconds, validations: [...validations, report] };
    await this.#each('onValidEnd', (one) => one.onValidEnd?.(report, this.#access()));
    return true;
  }

  /** Keeps the weights where they are the best so far. @returns whether they are */
  async #compare(loss: number, place: 'within' | 'end'): Promise<boolean> {
    const isBest =
      this.#config.keepEpoch === 'last' ? place === 'end' : isLower(loss, this.#best?.loss);
    if (isBest) await this.#keep(loss);
    return isBest;
  }

  async #keep(loss: number): Promise<void> {
    const { arrays } = this.#model.detector((await this.#readState()).arrays);
    this.#best = { epoch: this.#reports.length, step: this.#step, loss, arrays };
  }

  /** @returns `stop` when a callback wants to end the fit */
  async #finishEpoch(report: EpochReport): Promise<'stop' | undefined> {
    if (this.#config.keepEpoch === 'last' && this.#best?.step !== this.#step)
      await this.#keep(report.loss);
    this.#reports.push(report);
    this.#partial = undefined;
    const access = this.#access();
    const answers = await this.#each('onEpochEnd', (one) => one.onEpochEnd?.(report, access));
    await this.#each('onEpochSave', (one) => one.onEpochSave?.(report, access));
    return answers.includes('stop') ? 'stop' : undefined;
  }

  #each<Result>(hook: keyof Callback, call: (callback: Callback) => Result | Promise<Result>) {
    return callEach(this.#callbacks, hook, call);
  }

  #readState(): Promise<ModelState> {
    this.#state ??= this.#model.state();
    return this.#state;
  }

  #skippedSteps(): number {
    const before = this.#partial?.skipped ?? 0;
    return this.#reports.reduce((sum, { skipped = 0 }) => sum + skipped, before);
  }

  #progressed() {
    const standing = { reports: this.#reports, step: this.#step, best: this.#best };
    return { ...standing, ...(this.#partial && { partial: this.#partial }) };
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
    const { reports, ...progressed } = this.#progressed();
    return {
      detector: this.#model.detector(model.arrays),
      training: { ...progressed, reports: [...reports], model, callbacks: states },
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
