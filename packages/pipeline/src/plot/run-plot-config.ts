/** Settings of the charts of a run. */
import { ChartChoice } from '@anodec/data';
import type { projections } from '@anodec/classic';
import { z } from 'zod';

/** What the colour of a window says. */
export const LATENT_COLOURS = ['time', 'label', 'error'] as const;

/** The methods that put codes on a plane. */
const METHODS = ['pca', 'umap'] as const satisfies readonly (keyof typeof projections)[];

/** How a chart of a run is drawn. */
export const RunPlotConfig = ChartChoice.extend({
  number: z
    .int()
    .min(1)
    .default(1)
    .describe('Test recording to draw, counted from 1, in charts of a run'),
  colour: z
    .enum(LATENT_COLOURS)
    .default('label')
    .describe('Colour of a window among the codes: its time, its label, or its error'),
  method: z
    .enum(METHODS)
    .default('pca')
    .describe('Projection of codes: pca is linear, umap keeps windows with similar codes together'),
  windows: z
    .int()
    .min(4)
    .default(2000)
    .describe('Windows to encode at most, evenly spread over the recording'),
  plotSeed: z.int().min(0).default(0).describe('Seed of the projection by umap'),
});

export type RunPlotConfig = z.output<typeof RunPlotConfig>;
