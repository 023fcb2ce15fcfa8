/** `anodec plot`. */
import { TablePlotConfig, type TablePlotName, tablePlots } from '@anodec/explore';
import { PathsConfig, RunPlotConfig, type RunPlotName, runPlots } from '@anodec/pipeline';
import { z } from 'zod';
import { defineCommand } from '../command.js';
import { FORMAT_HELP, OutputConfig } from '../explore/chart-output.js';
import { checkChartSettings } from '../explore/chart-settings.js';
import { TABLE_HELP, TableConfig } from '../explore/tables.js';

/** Each chart with what it shows, for the help. */
function listOf(plots: Readonly<Record<string, { readonly summary: string }>>): string {
  return Object.entries(plots)
    .map(([name, { summary }]) => `${name} (${summary})`)
    .join(', ');
}

const names = [...Object.keys(tablePlots), ...Object.keys(runPlots)] as (
  | TablePlotName
  | RunPlotName
)[];

export const plot = defineCommand({
  details:
    `Of a table: ${listOf(tablePlots)}. Of a run: ${listOf(runPlots)}. ${FORMAT_HELP} ` +
    TABLE_HELP,
  sections: {
    plot: z.strictObject({
      what: z.enum(names).describe('Chart to draw'),
      of: z
        .string()
        .optional()
        .describe('Run or table to draw (default: the last run, the table df_att of the data set)'),
      ...TablePlotConfig.shape,
      ...RunPlotConfig.shape,
      ...OutputConfig.shape,
    }),
    reading: TableConfig,
    paths: PathsConfig,
  },
  complete(given) {
    checkChartSettings(given);
    return given;
  },
  examples: [
    ['anodec plot score', 'the score of the last run, in score.svg'],
    ['anodec plot heatmap 0 --theme dark --out heatmap.png', 'channel scores of run 0, for slides'],
    ['anodec plot reconstruction --signals LIT101 --out level.html', 'one channel, to zoom into'],
    [
      'anodec plot latent --colour error --method umap',
      'codes of windows, coloured by their errors',
    ],
    ['anodec plot signals test.csv', 'the first four channels of a file'],
  ],
  async run({ plot: settings, reading, paths }, context) {
    const { drawPlot } = await import('../explore/draw-plot.js');
    await drawPlot(settings, { paths, reading }, context);
  },
});
