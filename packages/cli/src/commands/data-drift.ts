/** `anodec data drift`. */
import { PathsConfig } from '@anodec/pipeline/basics';
import { z } from 'zod';
import { defineCommand } from '../command.js';
import { TABLE_HELP, TableConfig } from '../explore/tables.js';

export const dataDrift = defineCommand({
  details: `Rows labelled as attack are left out. ${TABLE_HELP}`,
  sections: {
    drift: z.strictObject({
      train: z.string().default('df_norm').describe('Table of normal operation'),
      test: z.string().default('df_att').describe('Test table'),
      withAttacks: z.boolean().default(false).describe('Include rows labelled as attack'),
      out: z.string().optional().describe('HTML page with the distributions of every channel'),
    }),
    reading: TableConfig,
    paths: PathsConfig,
  },
  examples: [
    ['anodec data drift', 'normal operation compared with the test recording'],
    ['anodec data drift --out drift.html', 'also a page with the distributions of every channel'],
  ],
  async run({ drift, reading, paths }, context) {
    const { printDrift } = await import('../explore/print-drift.js');
    await printDrift({ ...drift, reading, paths }, context);
  },
});
