/** `anodec data compare`. */
import { ConfigError } from '@anodec/core';
import { PrepareConfig } from '@anodec/data';
import { PathsConfig } from '@anodec/pipeline/basics';
import { z } from 'zod';
import { defineCommand } from '../command.js';
import { TABLE_HELP, TableConfig } from '../explore/tables.js';

const { from, to } = PrepareConfig.shape;

export const dataCompare = defineCommand({
  details: `Rows are matched by time, or by row number in tables without times. ${TABLE_HELP}`,
  sections: {
    comparison: z.strictObject({
      first: z.string().optional().describe('First table (A)'),
      second: z.string().optional().describe('Second table (B)'),
      from,
      to,
      tolerance: z
        .number()
        .min(0)
        .default(0)
        .describe('Largest difference at which two numbers are equal'),
    }),
    reading: TableConfig,
    paths: PathsConfig,
  },
  examples: [
    [
      'anodec data compare df_phys_norm_v0 df_phys_norm_v1',
      'the two SWaT recordings of normal operation',
    ],
    [
      'anodec data compare a.csv b.csv --from 2015-12-23 --to 2015-12-27',
      'some days of two tables',
    ],
  ],
  async run({ comparison: { first, second, ...how }, reading, paths }, context) {
    if (first === undefined || second === undefined) {
      throw new ConfigError(
        'There must be two tables to compare. Name both, as in anodec data compare a.csv b.csv.',
      );
    }
    const { compareTwoTables } = await import('../explore/compare-two-tables.js');
    await compareTwoTables([first, second], { ...how, reading, paths }, context);
  },
});
