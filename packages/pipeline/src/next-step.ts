/** Errors whose remedy is another step, so that an interface can say how that step is run there. */
import { DataError, StoppedError } from '@anodec/core';

/** The step that puts an error right. */
export type NextStep =
  | { readonly step: 'convert' | 'prepare'; readonly dataset: string }
  /** `run` is a number or the path of a run directory. */
  | { readonly step: 'score' | 'resume'; readonly run: number | string };

/** A step was skipped whose result is needed. */
export class MissingStepError extends DataError {
  readonly next: NextStep;
  constructor(message: string, next: NextStep) {
    super(message);
    this.next = next;
  }
}

/** A training could not write a file and left a checkpoint; with room for it, it can be resumed. */
export class UnwrittenTrainingError extends DataError {
  readonly next: NextStep;
  constructor(message: string, next: NextStep, options?: ErrorOptions) {
    super(message, options);
    this.next = next;
  }
}

/** A training was stopped after at least one epoch; it can be resumed, or completed by scoring. */
export class TrainingStoppedError extends StoppedError {
  readonly next: NextStep;
  constructor(message: string, next: NextStep) {
    super(message);
    this.next = next;
  }
}
