/** Settings of what happens to steps with an unusually large loss, or one that is not finite. */
import { z } from 'zod';

/** What happens to steps with an unusually large loss, or one that is not finite. */
export const SpikesConfig = z.strictObject({
  terminateOnNan: z
    .boolean()
    .default(true)
    .describe('End the training at a loss that is not finite; off = do not make its step'),
  spikeFactor: z
    .number()
    .min(0)
    .default(0)
    .describe(
      'Multiple of the median loss of the latest steps above which a loss is a spike; 0 = no detection of spikes',
    ),
  spikeWindow: z
    .int()
    .min(3)
    .default(50)
    .describe('Number of latest steps whose median loss spikes are measured by'),
  spikeAction: z
    .enum(['skip', 'restore', 'stop'])
    .default('skip')
    .describe(
      'What a spike does: its step is not made (skip), also the weights and the optimiser go back to the start ' +
        'of the epoch (restore), or the training ends with an error (stop)',
    ),
});

export type SpikesConfig = z.output<typeof SpikesConfig>;
