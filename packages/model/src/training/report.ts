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
  /** Present where a callback refused the step: the weights are those from before it. */
  readonly skipped?: true;
}

/** One validation. */
export interface ValidReport {
  /** From 0. */
  readonly epoch: number;
  /** Steps made before it. */
  readonly step: number;
  /** Means of the losses over the validation windows. */
  readonly valid: NamedValues;
  /** The first of them, by which weights are compared. */
  readonly loss: number;
  /** Whether the weights are the ones to keep so far. */
  readonly isBest: boolean;
  /** Whether it came after the last step of its epoch. */
  readonly endsEpoch: boolean;
}

/** One epoch. */
export interface EpochReport {
  /** From 0. */
  readonly epoch: number;
  /** Steps made at its end, since the first epoch began. */
  readonly step: number;
  /** Means of the values of its steps, refused ones left out. */
  readonly train: NamedValues;
  /**
   * Means of the losses over the validation windows with the weights at its end; empty without such
   * windows and in an epoch that was not validated.
   */
  readonly valid: NamedValues;
  /**
   * The loss by which epochs are compared: of validation, the lowest of several; without validation
   * windows of training; NaN in an epoch that was not validated.
   */
  readonly loss: number;
  readonly seconds: number;
  /** Whether the weights to keep so far are among its weights. */
  readonly isBest: boolean;
  /** Present where a limit of steps or time ended it before its last step. */
  readonly cut?: true;
  /** Steps that a callback refused; absent where there are none. */
  readonly skipped?: number;
}

/** The epoch whose weights are kept. */
export interface BestEpoch {
  readonly epoch: number;
  /** Steps made before its weights were compared. */
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
  /** Steps that callbacks refused, those before a resume included. */
  readonly skippedSteps: number;
  /** Recurrent layers that ran as single operations because no kernel supports them. */
  readonly fallbacks: number;
  /** Jobs that WebAssembly computed because native kernels, which computed the others, have none for them. */
  readonly jobsInWebAssembly: number;
  /** Batches of training and validation that repeated recorded jobs; the others went through TensorFlow.js. */
  readonly repeatedBatches: number;
}
