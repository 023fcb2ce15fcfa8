/**
 * Callbacks: listeners to a training that may end it, refuse a step, and keep state of their own.
 *
 * To add one that settings switch on: a file in `callbacks/` and a line in `callbacks/registry.ts`.
 * Anything else is passed to the detector as an object with the hooks it needs.
 */
import type { DetectorState } from '@anodec/core';
import type { ChosenBackend } from '../compute.js';
import type { TrainConfig } from '../config.js';
import type {
  BestEpoch,
  Ending,
  EpochReport,
  FitSummary,
  StepReport,
  ValidReport,
} from './report.js';
import type { ModelState, NamedArrays, NamedValues } from './trainable.js';
import type { CallbackState, Checkpoint } from './training-state.js';

/** The beginning of a fit. */
export interface FitStart {
  readonly config: TrainConfig;
  /** Number of weights. */
  readonly parameters: number;
  readonly trainWindows: number;
  readonly validWindows: number;
  readonly stepsPerEpoch: number;
  /** The backend that computes, and the reason for it. */
  readonly backend: ChosenBackend;
}

/** How far a fit has come. */
export interface Standing {
  readonly reports: readonly EpochReport[];
  /** Steps made. */
  readonly step: number;
  /** Absent before the first epoch is over. */
  readonly best: BestEpoch | undefined;
}

/** A step about to be made. */
export interface StepStart {
  /** From 0. */
  readonly epoch: number;
  /** Steps made before it, over all epochs. */
  readonly step: number;
}

/** Access to the model in training. Arrays that it hands out are not to be written to. */
export interface FitAccess extends Standing {
  /** The detector with the weights as they are now. */
  detector(): Promise<DetectorState>;
  /** Everything needed to continue as if nothing had happened, within an epoch too. */
  checkpoint(): Promise<Checkpoint>;
}

/** Access right after a step, while its gradients are still there. */
export interface StepAccess extends FitAccess {
  /**
   * The gradients that the step was made with, before clipping, by the names of the weights. Undefined where the model
   * cannot tell them.
   */
  gradients(): Promise<NamedArrays | undefined>;
}

/**
 * The hooks of a callback; each is awaited before the fit continues. An error in one ends the fit, with the
 * name of the callback in its message unless it is one that the user can put right.
 */
export interface Callback {
  /** Its key in checkpoints; needed with `state`, and different for each callback of a fit. */
  readonly name?: string;
  onFitStart?(start: FitStart, access: FitAccess): void | Promise<void>;
  /** Comes once for each epoch, not again where a fit resumes within one. */
  onEpochStart?(epoch: number, access: FitAccess): void | Promise<void>;
  onStepStart?(start: StepStart, access: FitAccess): void | Promise<void>;
  /**
   * May refuse a step once its losses are known and before the weights move, or end the fit there.
   *
   * @param losses of the batch, by name
   */
  acceptsStep?(losses: NamedValues, start: StepStart): StepAnswer;
  onStepEnd?(report: StepReport, access: StepAccess): void | Promise<void>;
  /** Comes after `onStepEnd` of all callbacks, so that a checkpoint taken here has all their states. */
  onStepSave?(report: StepReport, access: FitAccess): void | Promise<void>;
  onValidStart?(access: FitAccess): void | Promise<void>;
  /** Comes after each validation; with `valCheckInterval` there are several in an epoch. */
  onValidEnd?(report: ValidReport, access: FitAccess): void | Promise<void>;
  /** May end the fit; the epoch counts. */
  onEpochEnd?(
    report: EpochReport,
    access: FitAccess,
  ): 'stop' | undefined | void | Promise<'stop' | undefined | void>;
  /** Comes after `onEpochEnd` of all callbacks, so that a checkpoint taken here has all their states. */
  onEpochSave?(report: EpochReport, access: FitAccess): void | Promise<void>;
  /**
   * Comes where a fit ends that could go on: on request, or within an epoch at a limit of steps or time;
   * in the latter case before the epoch is cut short.
   */
  onInterrupt?(access: FitAccess): void | Promise<void>;
  /** Comes where an error ends the fit; the error is thrown afterwards, whatever happens here. */
  onException?(error: unknown, access: FitAccess): void | Promise<void>;
  onFitEnd?(summary: FitSummary): void | Promise<void>;
  /** May end the fit before an epoch, also right after a resume, when there is nothing left to do. */
  endsFit?(standing: Standing): Ending | undefined;
  /** What to keep in checkpoints. */
  state?(): CallbackState;
  /** Continues from a state kept by a callback of the same name. */
  load?(state: CallbackState): void;
}

/**
 * To make a step, to leave it out, to leave it out and put back an earlier state of the model, or to end the
 * fit before it, with the reason as an error.
 */
export type StepAnswer = 'make' | 'skip' | { readonly restore: ModelState } | Error;
