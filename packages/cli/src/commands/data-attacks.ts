import { z } from 'zod';
import { defineCommand } from '../command.js';
import { PathsConfig } from '@anodec/pipeline';

export const dataAttacks = defineCommand({
  summary: 'The list of attacks: intervals, points, lengths, and where the labels do not agree',
  sections: {
    attacks: z.strictObject({
      recording: z.string().default('df_att').describe('Key of the prepared recording'),
    }),
    paths: PathsConfig,
  },
  examples: [['anodec data attacks', 'each attack, then label runs that match none']],
  async run({ attacks: { recording }, paths }, context) {
    const { printAttacks } = await import('../explore/look-at-attacks.js');
    await printAttacks(recording, paths, context);
  },
});
