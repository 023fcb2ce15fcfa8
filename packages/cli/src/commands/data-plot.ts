import { z } from 'zod';
import { defineCommand } from '../command.js';
import { PathsConfig } from '@anodec/pipeline';
import { TABLE_HELP, TableConfig } from '../explore/tables.js';

export const dataPlot = defineCommand({
  summary: 'Pictures of a recording: signals with attacks, times over rows, lengths of attacks',
  details:
    'The ending of --out decides: .svg, .png, or .html, a page that can be zoomed and read off ' +
    `without a network. ${TABLE_HELP}`,
  sections: {
    plot: z.strictObject({
      what: z
        .enum(['signals', 'times', 'durations'])
        .default('signals')
        .describe('What to draw: signals, times over row number, or lengths of attacks'),
      recording: z.string().default('df_att').describe('Table to draw'),
      signals: z
        .array(z.string())
        .min(1)
        .default(['AIT503', 'AIT203', 'FIT501', 'LIT401'])
        .describe('Channels, one above the other; one is drawn large'),
      day: z
        .string()
        .regex(/^(all|\d{4}-\d{2}-\d{2})$/, 'must be a day such as 2015-12-28, or all')
        .default('all')
        .describe('Day to draw, UTC, or all'),
      interval: z
        .string()
        .default('60s')
        .describe('Averages over it, such as 1s, 5s, 10s, 60s; none takes rows as they are'),
      attacks: z.boolean().default(true).describe('Bars for attacks, where any are known'),
      out: z.string().optional().describe('The picture; left out, WHAT.svg here'),
    }),
    reading: TableConfig,
    paths: PathsConfig,
  },
  positionals: ['what'],
  examples: [
    ['anodec data plot', 'AIT503, AIT203, FIT501 and LIT401 with all attacks, to signals.svg'],
    [
      'anodec data plot --signals LIT101 --day 2016-01-01 --interval 10s --out day.html',
      'one day, to zoom into',
    ],
    ['anodec data plot durations --out durations.png', 'how long attacks last, in 400 bins'],
  ],
  async run({ plot, reading, paths }, context) {
    const { plotData } = await import('../explore/plot-data.js');
    await plotData(plot, { paths, reading }, context);
  },
});
