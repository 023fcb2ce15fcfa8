/** Reductions at regular intervals. */
import type { ScheduleConfig } from '../../config/schedule.js';
import type { RateCourse } from '../schedule.js';

/**
 * `learningRate`, times `scheduleFactor` after every `scheduleEpochs` epochs.
 *
 * Source: torch.optim.lr_scheduler.StepLR.
 */
export function stepRate({
  learningRate,
  scheduleEpochs,
  scheduleFactor,
}: ScheduleConfig & { learningRate: number }): RateCourse {
  return ({ epoch }) => learningRate * scheduleFactor ** Math.floor(epoch / scheduleEpochs);
}
