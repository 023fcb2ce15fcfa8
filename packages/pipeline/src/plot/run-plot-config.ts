/** Settings of the charts of a run. */
import type { projections } from '@anodec/model';
import { z } from 'zod';

/** What the colour of a window says. */
export const LATENT_COLOURS = ['time', 'label', 'error'] as const;

/** The methods that put codes on a plane. */
const METHODS = ['pca', 'umap'] as const satisfies readonly (keyof typeof projections)[];

/** How a chart of a run is drawn. */
export const RunPlotConfig = z.strictObject({
  number: z
    .int()
    .min(1)
    .default(1)
    .describe('Test recording to draw, counted from 1, in charts of a run'),
  signals: z
    .array(z.string())
    .min(1)
    .optional()
    .describe(
      'Channels, drawn one above the other (default: AIT503, AIT203, FIT501 and LIT401 where the ' +
        'table has them, else its first four channels)',
    ),
  day: z
    .string()
    .regex(/^(all|\d{4}-\d{2}-\d{2})$/, 'must be a day such as 2015-12-28, or all')
    .default('all')
    .describe('Day to draw, in UTC, such as 2015-12-28; all = the whole recording'),
  colour: z
    .enum(LATENT_COLOURS)
    .default('label')
    .describe('Colour of a window among the codes: its time, its label, or its error'),
  method: z
    .enum(METHODS)
    .default('pca')
    .describe('Projection of codes: pca is linear, umap keeps neighbours together'),
  windows: z
    .int()
    .min(4)
    .default(2000)
    .describe('Windows to encode at most, evenly spread over the recording'),
  plotSeed: z.int().min(0).default(0).describe('Seed of the projection by umap'),
});

export type RunPlotConfig = z.output<typeof RunPlotConfig>;
