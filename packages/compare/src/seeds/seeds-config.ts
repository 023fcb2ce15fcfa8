/** How many trainings with other seeds. */
import { z } from 'zod';

/** Several seeds of one detector. */
export const SeedsConfig = z.strictObject({
  seeds: z
    .int()
    .min(1)
    .max(1000)
    .default(1)
    .describe(
      'Number of trainings, with seeds from the one set on, tied together as group_N; baselines are ' +
        'fitted once',
    ),
});

export type SeedsConfig = z.output<typeof SeedsConfig>;
