/** `anodec devices plot`. */
import { readDayTable, writeDayPlots } from '@anodec/devices';
import { z } from 'zod';
import { defineCommand } from '../command.js';

export const devicesPlot = defineCommand({
  sections: {
    plot: z.strictObject({
      input: z
        .string({ error: 'input must be given: a table of days' })
        .describe('Table of days: a date and 120 values in each line'),
      over: z
        .string()
        .optional()
        .describe('Table of days drawn over those of the same date, such as generated ones'),
      save: z.string().default('output/elect_graph').describe('Folder of the pictures'),
      format: z.enum(['png', 'svg']).default('png').describe('Format of the pictures'),
    }),
  },
  examples: [
    [
      'anodec devices plot --input data/devices/experiments/test/5032AB.csv --save graphs',
      'one PNG for each day to test on',
    ],
  ],
  async run({ plot }, { print, progress, signal }) {
    const table = await readDayTable(plot.input);
    const over = plot.over === undefined ? undefined : await readDayTable(plot.over);
    const options = { ...(over && { over }), progress, signal };
    const paths = await writeDayPlots(plot.save, table, plot.format, options);
    print(`${plot.save}  ${paths.length} pictures of ${table.device}`);
  },
});
