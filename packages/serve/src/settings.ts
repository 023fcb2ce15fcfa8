/** Settings of the scoring service. */
import { PathsConfig } from '@anodec/pipeline';
import { z } from 'zod';

/** Which artifacts are served, and how many requests at once. */
export const ServeConfig = z.strictObject({
  artifacts: z
    .array(z.string().min(1))
    .default([])
    .describe(
      'Runs to score with: numbers, last, or run directories; NAME=RUN gives one a name (default: last)',
    ),
  logs: PathsConfig.shape.logs,
  reloadSeconds: z
    .number()
    .min(0)
    .default(5)
    .describe('Seconds between looks for a changed artifact, or a newer run for last; 0: never'),
  queue: z
    .int()
    .min(0)
    .default(32)
    .describe('Requests that may wait for their turn; further ones are answered with 503'),
  stopSeconds: z
    .number()
    .min(0)
    .default(10)
    .describe('Seconds that requests under way have to finish when the service is stopped'),
});

export type ServeConfig = z.output<typeof ServeConfig>;
