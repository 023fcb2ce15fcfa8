/** Reports of a training: its steps, its epochs, its end. */
import type { NamedArrays, NamedValues } from './trainable.js';

/** One optimiser step. */
export interface StepReport {
  /** From 0. */
  readonly epoch: number;
  /** Steps made since the first epoch began, this one included. */
  readonly step: number;
  /** Windows of its batch. */
  readonly size: number;
  /** Losses before the step and norms, by name. */
  readonly values: NamedValues;
  /** By optimiser. */
  readonly learningRates: NamedValues;
}

/** One epoch. */
export interface EpochReport {
  /** From 0. */
  readonly epoch: number;
  /** Steps made at its end, since the first epoch began. */
  readonly step: number;
  /** Means of the values of its steps. */
  readonly train: NamedValues;
  /** Means of the losses over the validation windows; empty without such windows. */
  readonly valid: NamedValues;
  /** The loss by which epochs are compared: of validation, without it of training. */
  readonly loss: number;
  readonly seconds: number;
  /** Whether its weights are the ones to keep so far. */
  readonly isBest: boolean;
}

/** The epoch whose weights are kept. */
export interface BestEpoch {
  readonly epoch: number;
  readonly step: number;
  readonly loss: number;
  /** The arrays of the detector. */
  readonly arrays: NamedArrays;
}

/** The end of a fit. */
export interface Ending {
  /** In short: "finished", "early stopping", "callback", "stopped on request". */
  readonly reason: string;
  /** As a sentence that names the setting which ended the fit. */
  readonly message: string;
}

/** The outcome of a fit. */
export interface FitSummary extends Ending {
  /** All epochs, those before a resume included. */
  readonly reports: readonly EpochReport[];
  /** The epoch whose weights the fit returns; it may be one from before a resume. */
  readonly bestEpoch: number;
  readonly bestStep: number;
  readonly bestLoss: number;
  /** Epochs that were trained before this fit resumed. */
  readonly resumedEpochs: number;
  /** Recurrent layers that ran as single operations because no kernel supports them. */
  readonly fallbacks: number;
}
