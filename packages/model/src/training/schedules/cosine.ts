/** A slow fall along half a cosine. */
import type { ScheduleConfig } from '../../config/schedule.js';
import type { RateCourse } from '../schedule.js';

/**
 * From `learningRate` to `minLearningRate`, which steps after the last one planned keep.
 *
 * Source: Loshchilov & Hutter 2017, "SGDR: Stochastic Gradient Descent with Warm Restarts", without
 * restarts; torch.optim.lr_scheduler.CosineAnnealingLR.
 */
export function cosineRate(
  { learningRate, minLearningRate }: ScheduleConfig & { learningRate: number },
  totalSteps: number,
): RateCourse {
  return ({ step }) => {
    const done = Math.min(1, step / totalSteps);
    return (
      minLearningRate + ((learningRate - minLearningRate) * (1 + Math.cos(Math.PI * done))) / 2
    );
  };
}
