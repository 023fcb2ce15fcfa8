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
});

export type DashboardConfig = z.output<typeof DashboardConfig>;
