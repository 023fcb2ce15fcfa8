/** `anodec data attacks`. */
import { PathsConfig } from '@anodec/pipeline/basics';
import { z } from 'zod';
import { defineCommand } from '../command.js';

export const dataAttacks = defineCommand({
  sections: {
    attacks: z.strictObject({
      recording: z
        .string()
        .default('df_att')
        .describe('Key of the prepared recording whose labels are compared with the list'),
    }),
    paths: PathsConfig,
  },
  examples: [['anodec data attacks', 'each attack, then labelled rows outside every attack']],
  async run({ attacks: { recording }, paths }, context) {
    const { printAttacks } = await import('../explore/print-attacks.js');
    await printAttacks(recording, paths, context);
  },
});
