/** How far a fit has come, as data: what a checkpoint holds. */
import type { DetectorState } from '@anodec/core';
import type { NamedSums } from './means.js';
import type { BestEpoch, EpochReport, ValidReport } from './report.js';
import type { ModelState, NamedArrays } from './trainable.js';

/** The state of a callback. */
export interface CallbackState {
  /** Plain JSON. */
  readonly json?: unknown;
  readonly arrays?: NamedArrays;
}

/** An epoch that is not over. */
export interface PartialEpoch {
  /** Steps of this epoch that are made. */
  readonly steps: number;
  /** Sums of their values, from which the means of the epoch continue. */
  readonly sums: NamedSums;
  readonly seconds: number;
  /** Validations of this epoch that are made. */
  readonly validations?: readonly ValidReport[];
  /** Steps that a callback refused. */
  readonly skipped?: number;
}

/** The state of a fit, from which it can go on. */
export interface TrainingState {
  /** Steps made over all epochs. */
  readonly step: number;
  /** One for each epoch that is over. */
  readonly reports: readonly EpochReport[];
  /** The epoch in progress; absent between two epochs. */
  readonly partial?: PartialEpoch;
  readonly model: ModelState;
  /** Absent before the first epoch is over. */
  readonly best: BestEpoch | undefined;
  /** By the names of the callbacks. */
  readonly callbacks: Readonly<Record<string, CallbackState>>;
}

/** A detector in training. */
export interface Checkpoint {
  /** With the weights as they were when it was taken. */
  readonly detector: DetectorState;
  readonly training: TrainingState;
}
