import { z } from 'zod';
import { defineCommand } from '../command.js';
import { PathsConfig } from '@anodec/pipeline';
import { TABLE_HELP, TableConfig } from '../explore/tables.js';

export const dataProfile = defineCommand({
  summary: 'A page about a table: types, missing, distributions, quantiles, correlations, warnings',
  details: TABLE_HELP,
  sections: {
    profile: z.strictObject({
      table: z.string().default('df_norm').describe('What to profile'),
      out: z
        .string()
        .optional()
        .describe(
          'The page, or a folder where there are several; left out, NAME-profile.html here',
        ),
    }),
    reading: TableConfig,
    paths: PathsConfig,
  },
  positionals: ['table'],
  examples: [
    ['anodec data profile', 'the prepared recording of normal operation, to df_norm-profile.html'],
    ['anodec data profile machine.csv --out page.html', 'any table, as it is'],
  ],
  async run({ profile: { table, out }, reading, paths }, context) {
    const { profileTables } = await import('../explore/look-at-data.js');
    await profileTables(table, out, { paths, reading }, context);
  },
});
