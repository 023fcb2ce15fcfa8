import { z } from 'zod';
import { defineCommand } from '../command.js';
import { PathsConfig } from '@anodec/pipeline';
import { TABLE_HELP, TableConfig } from '../explore/tables.js';

export const dataDrift = defineCommand({
  summary: 'Which channels moved from training to test, and how much, before anything is trained',
  details: `Rows labelled as attack are left out. ${TABLE_HELP}`,
  sections: {
    drift: z.strictObject({
      train: z.string().default('df_norm').describe('What is learned from'),
      test: z.string().default('df_att').describe('What is judged'),
      withAttacks: z.boolean().default(false).describe('Counts rows labelled as attack, too'),
      out: z.string().optional().describe('Writes a page with distributions, too'),
    }),
    reading: TableConfig,
    paths: PathsConfig,
  },
  positionals: ['train', 'test'],
  examples: [
    ['anodec data drift', 'normal operation against the recording to be judged'],
    ['anodec data drift --out drift.html', 'with the distributions of every channel, as a page'],
  ],
  async run({ drift, reading, paths }, context) {
    const { reportDriftOf } = await import('../explore/look-at-data.js');
    await reportDriftOf({ ...drift, reading, paths }, context);
  },
});
