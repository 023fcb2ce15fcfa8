/** `anodec data plot`. */
import { PathsConfig } from '@anodec/pipeline';
import { z } from 'zod';
import { defineCommand } from '../command.js';
import { TABLE_HELP, TableConfig } from '../explore/tables.js';

export const dataPlot = defineCommand({
  summary: 'Draw charts: signals with attacks, times over rows, durations of attacks',
  details:
    'The ending of --out selects the format: .svg, .png, or .html, a page with zoom and readout that ' +
    `works offline. ${TABLE_HELP}`,
  sections: {
    plot: z.strictObject({
      what: z
        .enum(['signals', 'times', 'durations'])
        .default('signals')
        .describe('Chart: signals, times over row number, or durations of attacks'),
      recording: z.string().default('df_att').describe('Table to draw'),
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
      interval: z
        .string()
        .default('60s')
        .describe('Interval over which rows are averaged, such as 10s; none = draw every row'),
      attacks: z.boolean().default(true).describe('Mark known attacks by bars'),
      out: z
        .string()
        .optional()
        .describe('File of the chart (default: the name of the chart + .svg)'),
    }),
    reading: TableConfig,
    paths: PathsConfig,
  },
  positionals: ['what'],
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
