import { ConfigError } from '@anodec/core';
import { PrepareConfig } from '@anodec/data';
import { z } from 'zod';
import { defineCommand } from '../command.js';
import { PathsConfig } from '@anodec/pipeline';
import { TABLE_HELP, TableConfig } from '../explore/tables.js';

const { from, to } = PrepareConfig.shape;

export const dataCompare = defineCommand({
  summary: 'Two tables side by side: columns, rows, and every cell of the rows in both',
  details: `Rows belong together that have the same time, or the same number where there are no times. ${TABLE_HELP}`,
  sections: {
    comparison: z.strictObject({
      first: z.string().optional().describe('One table'),
      second: z.string().optional().describe('The other table'),
      from,
      to,
      tolerance: z.number().min(0).default(0).describe('Numbers that differ by no more are equal'),
    }),
    reading: TableConfig,
    paths: PathsConfig,
  },
  positionals: ['first', 'second'],
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
        'There must be two tables to compare. Give both, as in anodec data compare a.csv b.csv.',
      );
    }
    const { compareTwoTables } = await import('../explore/look-at-data.js');
    await compareTwoTables([first, second], { ...how, reading, paths }, context);
  },
});
