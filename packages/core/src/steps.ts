/** How regular the steps between the rows of a recording are. */
import { frameLength, type TimeSeriesFrame } from './frame.js';
import { median as medianOf } from './stats.js';

/** The steps between rows; for messages that advise an interval or a tolerance for gaps. */
export interface StepSummary {
  /** Median step, in milliseconds, or rows where rows are only numbered; NaN for fewer than two rows. */
  readonly median: number;
  /** Share of the steps within a tenth of the median, in [0, 1]; 1 for fewer than two rows. */
  readonly regularShare: number;
}

/** Largest difference of a regular step from the median, as a share of the median. */
const TOLERANCE = 0.1;

/** Median and regularity of the steps of a recording. */
export function describeSteps(frame: TimeSeriesFrame): StepSummary {
  const { timestamps } = frame;
  if (frameLength(frame) < 2) return { median: NaN, regularShare: 1 };
  const steps = timestamps.subarray(1).map((time, t) => time - timestamps[t]);
  const median = medianOf(steps);
  const regular = steps.filter((step) => Math.abs(step - median) <= TOLERANCE * median);
  return { median, regularShare: regular.length / steps.length };
}
