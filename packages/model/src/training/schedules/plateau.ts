/** A reduction whenever the loss stops falling. */
import type { ScheduleConfig } from '../../config/schedule.js';
import type { EpochReport } from '../report.js';
import type { RateCourse } from '../schedule.js';

/** The share by which a loss must fall to count as lower, and the smallest reduction; PyTorch's. */
const [LEAST_FALL, LEAST_CHANGE] = [1e-4, 1e-8];

/**
 * `learningRate`, times `scheduleFactor` when the loss by which epochs are compared has not fallen for more than
 * `schedulePatience` epochs, down to `minLearningRate`. Epochs without such a loss do not count.
 *
 * It keeps no state: the rate follows from the reports, so that a resumed fit has it too.
 *
 * Source: torch.optim.lr_scheduler.ReduceLROnPlateau.
 */
export function plateauRate(config: ScheduleConfig & { learningRate: number }): RateCourse {
  return ({ reports }) => rateAfter(reports, config);
}

function rateAfter(
  reports: readonly EpochReport[],
  config: ScheduleConfig & { learningRate: number },
): number {
  const { learningRate, minLearningRate, scheduleFactor, schedulePatience } = config;
  let rate = learningRate;
  let best = Infinity;
  let since = 0;
  for (const { loss } of reports) {
    if (Number.isNaN(loss)) continue;
    since = loss < best * (1 - LEAST_FALL) ? 0 : since + 1;
    if (since === 0) best = loss;
    if (since <= schedulePatience) continue;
    const lower = Math.max(rate * scheduleFactor, minLearningRate);
    if (rate - lower > LEAST_CHANGE) rate = lower;
    since = 0;
  }
  return rate;
}
