/** Learning rates from step to step. */
import type { EpochReport } from './report.js';
import type { NamedValues } from './trainable.js';

/** A step about to be made. */
export interface SchedulePosition {
  /** From 0. */
  readonly epoch: number;
  /** Steps made before it, over all epochs. */
  readonly step: number;
  readonly stepsPerEpoch: number;
  /** The epochs that are over. */
  readonly reports: readonly EpochReport[];
}

/**
 * The learning rate of each optimiser at a step. It depends on the position alone, so that a resumed fit
 * has the rates of an uninterrupted one.
 */
export type Schedule = (position: SchedulePosition) => NamedValues;

/** One learning rate over the steps of a fit; like a `Schedule`, it depends on the position alone. */
export type RateCourse = (position: SchedulePosition) => number;
