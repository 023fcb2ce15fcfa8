/** `anodec data profile`. */
import { PathsConfig } from '@anodec/pipeline/basics';
import { z } from 'zod';
import { defineCommand } from '../command.js';
import { TABLE_HELP, TableConfig } from '../explore/tables.js';

export const dataProfile = defineCommand({
  details: TABLE_HELP,
  sections: {
    profile: z.strictObject({
      table: z.string().default('df_norm').describe('Table to profile'),
      out: z
        .string()
        .optional()
        .describe(
          'HTML page, or a folder where several tables are named (default: NAME-profile.html)',
        ),
    }),
    reading: TableConfig,
    paths: PathsConfig,
  },
  examples: [
    ['anodec data profile', 'the prepared recording of normal operation, in df_norm-profile.html'],
    ['anodec data profile machine.csv --out page.html', 'any table, as it is'],
  ],
  async run({ profile: { table, out }, reading, paths }, context) {
    const { profileTables } = await import('../explore/profile-tables.js');
    await profileTables(table, out, { paths, reading }, context);
  },
});
