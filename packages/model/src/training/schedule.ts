/** Learning rates from step to step. */
import type { NamedValues } from './trainable.js';

/** A step about to be made. */
export interface SchedulePosition {
  /** From 0. */
  readonly epoch: number;
  /** Steps made before it, over all epochs. */
  readonly step: number;
  readonly stepsPerEpoch: number;
}

/**
 * The learning rate of each optimiser at a step. It depends on the position alone, so that a resumed fit
 * has the rates of an uninterrupted one.
 */
export type Schedule = (position: SchedulePosition) => NamedValues;

/** The same learning rate for all optimisers at all steps. */
export function constantSchedule(optimizers: readonly string[], learningRate: number): Schedule {
  const rates = Object.fromEntries(optimizers.map((name) => [name, learningRate]));
  return () => rates;
}
