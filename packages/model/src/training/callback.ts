/**
 * Callbacks: listeners to a training that may end it and keep state of their own, but change nothing else.
 *
 * To add one that settings switch on: a file in `callbacks/` and a line in `callbacks/registry.ts`.
 * Anything else is passed to the detector as an object with the hooks it needs.
 */
import type { DetectorState } from '@anodec/core';
import type { ChosenBackend } from '../compute.js';
import type { TrainConfig } from '../config.js';
import type { BestEpoch, Ending, EpochReport, FitSummary, StepReport } from './report.js';
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

/** Access to the model in training. Arrays that it hands out are not to be written to. */
export interface FitAccess extends Standing {
  /** The detector with the weights as they are now. */
  detector(): Promise<DetectorState>;
  /** Everything needed to continue as if nothing had happened, within an epoch too. */
  checkpoint(): Promise<Checkpoint>;
}

/** The hooks of a callback; each is awaited before the fit continues. */
export interface Callback {
  /** Its key in checkpoints; needed with `state`, and different for each callback of a fit. */
  readonly name?: string;
  onFitStart?(start: FitStart, access: FitAccess): void | Promise<void>;
  onStepEnd?(report: StepReport, access: FitAccess): void | Promise<void>;
  /** May end the fit; the epoch counts. */
  onEpochEnd?(
    report: EpochReport,
    access: FitAccess,
  ): 'stop' | undefined | void | Promise<'stop' | undefined | void>;
  /** Comes after `onEpochEnd` of all callbacks, so that a checkpoint taken here has all their states. */
  onEpochSave?(report: EpochReport, access: FitAccess): void | Promise<void>;
  onFitEnd?(summary: FitSummary): void | Promise<void>;
  /** May end the fit before an epoch, also right after a resume, when there is nothing left to do. */
  endsFit?(standing: Standing): Ending | undefined;
  /** What to keep in checkpoints. */
  state?(): CallbackState;
  /** Continues from a state kept by a callback of the same name. */
  load?(state: CallbackState): void;
}
