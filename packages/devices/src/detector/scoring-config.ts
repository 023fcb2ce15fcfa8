/** Settings of scores of days, and of the threshold above which a day is unusual. */
import { AnoganConfig } from '@anodec/gan';
import { z } from 'zod';

/** What a score is made of. */
export const SCORE_RULES = ['calibrated', 'original'] as const;

export const DayScoringConfig = z.strictObject({
  score: z
    .enum(SCORE_RULES)
    .default('calibrated')
    .describe(
      'Score of a day: the differences that AnoGAN leaves, what the discriminator says of the day, how far it sees it from ' +
        'the closest day that was learned from, and how far it is from the closest of 256 generated days, each in ' +
        'deviations above normal days (calibrated), or the loss of AnoGAN alone (original)',
    ),
  ...AnoganConfig.shape,
});

export type DayScoringConfig = z.output<typeof DayScoringConfig>;

export const DayThresholdConfig = z.strictObject({
  heldOut: z
    .number()
    .gt(0)
    .max(0.5)
    .default(0.2)
    .describe(
      'Share of the days of each class that networks do not learn from; they set the threshold',
    ),
  quantile: z
    .number()
    .min(0.5)
    .max(1)
    .default(0.97)
    .describe('Share of those days that the threshold leaves below it; 1 = their largest score'),
});

export type DayThresholdConfig = z.output<typeof DayThresholdConfig>;
