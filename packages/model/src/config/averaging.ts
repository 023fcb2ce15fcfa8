/** Settings of averages of the weights. */
import { z } from 'zod';
import { refuseIn, refuseUnread, type Readers } from './unread.js';

/** The averages. To add one: its name and settings here, its rule in `training/optimizers/averages.ts`. */
export const averageNames = ['none', 'ema', 'swa'] as const;

export type AverageName = (typeof averageNames)[number];

/** Averages of the weights. */
export const AveragingConfig = z.strictObject({
  averageWeights: z
    .enum(averageNames)
    .default('none')
    .describe(
      'Average of the weights over the training that is validated and kept in their place: exponential, after ' +
        'each step (ema), or the plain mean over the ends of the last epochs (swa)',
    ),
  emaDecay: z
    .number()
    .min(0)
    .lt(1)
    .default(0.999)
    .describe('Share of the average of the weights that ema keeps from step to step'),
  swaStart: z
    .number()
    .min(0)
    .lt(1)
    .default(0.8)
    .describe('Share of maxEpochs after which swa begins to average the weights'),
});

export type AveragingConfig = z.output<typeof AveragingConfig>;

const READERS: Readers<AveragingConfig> = { emaDecay: ['ema'], swaStart: ['swa'] };

/** Refuses settings that the chosen average does not read: an entry for `check` of a schema. */
export function checkAveraging(payload: z.core.ParsePayload<AveragingConfig>): void {
  const { value } = payload;
  refuseUnread(value, 'averageWeights', READERS, AveragingConfig.shape, refuseIn(payload));
}
