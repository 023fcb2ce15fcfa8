/** The schedules by name, and the one that the settings of a training name. */
import { ConfigError, lookup } from '@anodec/core';
import type { ScheduleConfig, ScheduleName } from '../../config/schedule.js';
import type { TrainConfig } from '../../config.js';
import type { RateCourse, Schedule } from '../schedule.js';
import { constantRate } from './constant.js';
import { cosineRate } from './cosine.js';
import { oneCycleRate } from './one-cycle.js';
import { plateauRate } from './plateau.js';
import { stepRate } from './step.js';
import { warmUp } from './warm-up.js';

/** Makes a course from the settings and the number of steps of the whole training. */
export type RateCourseFactory = (
  config: ScheduleConfig & { readonly learningRate: number },
  totalSteps: number,
) => RateCourse;

/** To add one: a file beside this one, a line here, its name and settings in `config/schedule.ts`. */
export const schedules: Readonly<Record<ScheduleName, RateCourseFactory>> = {
  constant: constantRate,
  step: stepRate,
  cosine: cosineRate,
  'one-cycle': oneCycleRate,
  plateau: plateauRate,
};

/**
 * The schedule that the settings name, the same for all optimisers. Its end is the last step of `maxEpochs`
 * or `maxSteps`, whichever comes first.
 *
 * @throws ConfigError when the training is over before its warm-up
 */
export function createSchedule(
  config: TrainConfig,
  optimizers: readonly string[],
  stepsPerEpoch: number,
): Schedule {
  const { warmupSteps, fastDevRun } = config;
  const totalSteps = Math.min(config.maxEpochs * stepsPerEpoch, config.maxSteps ?? Infinity);
  if (warmupSteps >= totalSteps && !fastDevRun) {
    throw new ConfigError(
      `warmupSteps must be smaller than the number of steps of the training, ${totalSteps}, got ${warmupSteps}.`,
    );
  }
  const create = lookup('schedule', schedules, config.schedule);
  const course = warmUp(create(config, Math.max(1, totalSteps - warmupSteps)), warmupSteps);
  return (position) => {
    const rate = course(position);
    return Object.fromEntries(optimizers.map((name) => [name, rate]));
  };
}
