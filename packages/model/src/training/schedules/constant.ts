/** The same learning rate at all steps. */
import type { RateCourse } from '../schedule.js';

/** The constant `learningRate`. */
export function constantRate({ learningRate }: { learningRate: number }): RateCourse {
  return () => learningRate;
}
