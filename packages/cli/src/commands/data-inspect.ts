/** `anodec data inspect`. */
import { PathsConfig } from '@anodec/pipeline/basics';
import { z } from 'zod';
import { defineCommand } from '../command.js';
import { TABLE_HELP, TableConfig } from '../explore/tables.js';

export const dataInspect = defineCommand({
  details: TABLE_HELP,
  sections: {
    table: z.strictObject({
      table: z
        .string()
        .optional()
        .describe('Table to inspect (default: all prepared recordings and the attack list)'),
    }),
    reading: TableConfig,
    paths: PathsConfig,
  },
  examples: [
    ['anodec data inspect', 'every prepared recording, and the attack list'],
    ['anodec data inspect machine.csv', 'any table, as it is'],
  ],
  async run({ table: { table }, reading, paths }, context) {
    const { inspectTables } = await import('../explore/inspect-tables.js');
    await inspectTables(table, { paths, reading }, context);
  },
});
