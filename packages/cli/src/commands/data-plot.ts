/** `anodec data plot`. */
import { TablePlotConfig } from '@anodec/explore';
import { PathsConfig } from '@anodec/pipeline/basics';
import { z } from 'zod';
import { defineCommand } from '../command.js';
import { TABLE_HELP, TableConfig } from '../explore/tables.js';
import { FORMAT_HELP, OutputConfig } from '../explore/chart-output.js';
import { checkChartSettings } from '../explore/chart-settings.js';

export const dataPlot = defineCommand({
  details: `${FORMAT_HELP} ${TABLE_HELP}`,
  sections: {
    plot: z.strictObject({
      what: z
        .enum(['signals', 'attacks', 'durations', 'times'])
        .default('signals')
        .describe(
          'Chart: signals, attacks by channel, durations of attacks, or times over row number',
        ),
      recording: z.string().default('df_att').describe('Table to draw'),
      ...TablePlotConfig.shape,
      ...OutputConfig.shape,
    }),
    reading: TableConfig,
    paths: PathsConfig,
  },
  complete(given) {
    checkChartSettings(given, 'signals');
    return given;
  },
  examples: [
    ['anodec data plot', 'four signals with all attacks, in signals.svg'],
    [
      'anodec data plot --signals LIT101 --day 2016-01-01 --interval 10s --out day.html',
      'one day, to zoom into',
    ],
    ['anodec data plot durations --out durations.png', 'histogram of the durations of attacks'],
  ],
  async run({ plot, reading, paths }, context) {
    const { plotData } = await import('../explore/plot-data.js');
    await plotData(plot, { paths, reading }, context);
  },
});
