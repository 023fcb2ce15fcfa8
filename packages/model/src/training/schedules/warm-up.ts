/** A linear rise before a schedule. */
import type { RateCourse, SchedulePosition } from '../schedule.js';

/**
 * The rates of a course after a linear rise to its first one. The rise is over after `steps` steps; the course then
 * begins with its step 0.
 *
 * Source: torch.optim.lr_scheduler.LinearLR from a factor of 1 / (steps + 1), in a SequentialLR.
 */
export function warmUp(course: RateCourse, steps: number): RateCourse {
  if (steps === 0) return course;
  return (position) => {
    const { step } = position;
    if (step >= steps) return course({ ...position, step: step - steps });
    return (course(startOf(position)) * (step + 1)) / (steps + 1);
  };
}

function startOf(position: SchedulePosition): SchedulePosition {
  return { ...position, epoch: 0, step: 0, reports: [] };
}
