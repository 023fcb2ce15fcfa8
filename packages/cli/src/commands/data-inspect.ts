import { z } from 'zod';
import { defineCommand } from '../command.js';
import { PathsConfig } from '@anodec/pipeline';
import { TABLE_HELP, TableConfig } from '../explore/tables.js';

export const dataInspect = defineCommand({
  summary: 'What recordings look like: range, states, missing, stuck, saturated, gaps, order',
  details: TABLE_HELP,
  sections: {
    table: z.strictObject({
      table: z.string().optional().describe('What to look at; left out, all prepared recordings'),
    }),
    reading: TableConfig,
    paths: PathsConfig,
  },
  positionals: ['table'],
  examples: [
    ['anodec data inspect', 'every prepared recording, and the list of attacks'],
    ['anodec data inspect machine.csv', 'any table, as it is'],
  ],
  async run({ table: { table }, reading, paths }, context) {
    const { inspectTables } = await import('../explore/look-at-data.js');
    await inspectTables(table, { paths, reading }, context);
  },
});
