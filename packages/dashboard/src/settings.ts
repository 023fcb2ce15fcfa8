/** Settings of the dashboard. */
import { PathsConfig } from '@anodec/pipeline';
import { z } from 'zod';

/** What the page shows. */
export const DashboardConfig = z.strictObject({
  logs: PathsConfig.shape.logs.describe('Folder of the runs, with their live scorings'),
  streams: z
    .array(z.string().min(1))
    .default([])
    .describe('Folders of live scorings elsewhere, as anodec watch writes them with --out'),
  historic: z
    .string()
    .optional()
    .describe('Table of earlier readings that the page Sensors learns from; with --live'),
  live: z
    .string()
    .optional()
    .describe('Table of new readings that the page Sensors shows; it may grow meanwhile'),
  timeFeature: z
    .boolean()
    .default(false)
    .describe(
      'Count time as one more sensor on the page Sensors, for comparison with programs that learn from it; models that learn from earlier readings then flag half of the new ones or all',
    ),
  plant: z
    .url({ protocol: /^http$/ })
    .optional()
    .describe(
      'Address of a made-up plant in which the live pages start attacks (npm run live-demo)',
    ),
});

export type DashboardConfig = z.output<typeof DashboardConfig>;
