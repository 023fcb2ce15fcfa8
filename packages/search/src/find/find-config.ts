/** Settings that the searches before a training share. */
import { z } from 'zod';

/** Where a search writes what it found. */
export const FindConfig = z.strictObject({
  output: z
    .string()
    .default('found')
    .describe(
      'Folder of the chart and the numbers of the search; files of the last one are replaced',
    ),
});

export type FindConfig = z.output<typeof FindConfig>;
