/** Settings of the learning rate from step to step. */
import { z } from 'zod';
import { OptimizerConfig } from './optimizer.js';
import { refuseIn, refuseUnread, type Readers } from './unread.js';

/** The schedules. To add one: its name and settings here, its file and line in `training/schedules/`. */
export const scheduleNames = ['constant', 'step', 'cosine', 'one-cycle', 'plateau'] as const;

export type ScheduleName = (typeof scheduleNames)[number];

/** The learning rate from step to step. */
export const ScheduleConfig = z.strictObject({
  schedule: z
    .enum(scheduleNames)
    .default('constant')
    .describe(
      'Learning rate over the training: constant, times scheduleFactor every scheduleEpochs (step), down to ' +
        'minLearningRate along a cosine (cosine), up to learningRate and down again (one-cycle), or times ' +
        'scheduleFactor whenever the loss stops falling (plateau)',
    ),
  warmupSteps: z
    .int()
    .min(0)
    .default(0)
    .describe('Number of steps over which the learning rate first rises linearly; 0 = none'),
  minLearningRate: z
    .number()
    .min(0)
    .default(0)
    .describe('Smallest learning rate of the schedules cosine and plateau'),
  scheduleEpochs: z
    .int()
    .min(1)
    .default(10)
    .describe('Number of epochs between two reductions by the schedule step'),
  scheduleFactor: z
    .number()
    .gt(0)
    .lt(1)
    .default(0.1)
    .describe('Factor by which the schedules step and plateau reduce the learning rate'),
  schedulePatience: z
    .int()
    .min(0)
    .default(5)
    .describe('Number of epochs without a lower loss that the schedule plateau tolerates'),
});

export type ScheduleConfig = z.output<typeof ScheduleConfig>;

const READERS: Readers<ScheduleConfig> = {
  minLearningRate: ['cosine', 'plateau'],
  scheduleEpochs: ['step'],
  scheduleFactor: ['step', 'plateau'],
  schedulePatience: ['plateau'],
};

/** Refuses settings that the chosen schedule does not read: an entry for `check` of a schema. */
export function checkSchedule(
  payload: z.core.ParsePayload<ScheduleConfig & Pick<OptimizerConfig, 'learningRate'>>,
): void {
  const { value } = payload;
  const refuse = refuseIn(payload);
  const shape = { ...ScheduleConfig.shape, learningRate: OptimizerConfig.shape.learningRate };
  refuseUnread(value, 'schedule', READERS, shape, refuse);
  if (value.minLearningRate > value.learningRate) {
    refuse('minLearningRate', 'minLearningRate must not be larger than learningRate');
  }
}
