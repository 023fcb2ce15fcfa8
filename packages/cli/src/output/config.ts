/** Settings of what a training shows. They change nothing of what it computes or writes. */
import { z } from 'zod';

export const OutputConfig = z.strictObject({
  progress: z
    .enum(['auto', 'epochs', 'none'])
    .default('auto')
    .describe(
      'Progress on standard error: a moving line on a terminal and nothing elsewhere (auto), a line for ' +
        'each epoch (epochs), or nothing (none)',
    ),
  logFormat: z
    .enum(['text', 'json'])
    .default('text')
    .describe(
      'Standard output: lines of text, or one JSON object for each event, the lines of text on standard ' +
        'error then (json)',
    ),
});

export type OutputConfig = z.output<typeof OutputConfig>;
