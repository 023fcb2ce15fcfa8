/** `anodec plausibility compare`. */
import { classifiers } from '@anodec/classifiers';
import { formatCount, countOf } from '@anodec/core';
import { writeFileAtomic } from '@anodec/files';
import {
  compareClassifiers,
  contenderGroups,
  contendersOf,
  type ContenderGroup,
  messageCount,
  readPrepared,
  SplitConfig,
  splitMessages,
  TablesConfig,
} from '@anodec/plausibility';
import { z } from 'zod';
import { defineCommand } from '../command.js';
import { folderFlag } from '../view/plausibility-lines.js';
import { comparisonCsv, comparisonTable } from '../view/plausibility-lines.js';

const GROUPS = Object.keys(contenderGroups) as [ContenderGroup, ...ContenderGroup[]];
const NAMES = Object.keys(classifiers) as [string, ...string[]];

export const plausibilityCompare = defineCommand({
  sections: {
    compare: z.strictObject({
      folder: TablesConfig.shape.folder,
      classifiers: z
        .array(z.enum(NAMES))
        .min(1)
        .optional()
        .describe('Classifiers to compare (default: all that the group of settings has)'),
      settings: z
        .enum(GROUPS)
        .default('tuned')
        .describe(
          'Settings of the classifiers: tuned on made-up messages, or of the reference program',
        ),
      out: z.string().optional().describe('File of the comparison, a table with ; between fields'),
    }),
    split: SplitConfig,
  },
  examples: [
    ['anodec plausibility compare', 'seven classifiers and the rectangles drawn by hand'],
    [
      'anodec plausibility compare --settings original --out compared.csv',
      'the four of the reference program',
    ],
  ],
  async run({ compare, split: config }, { print, progress, signal }) {
    const { folder, settings, classifiers: names, out } = compare;
    const split = splitMessages(await readPrepared(folder), config);
    print(
      `${countOf(messageCount(split.train), 'message')} learned from, ${formatCount(messageCount(split.test))} tested ` +
        `(seed of the split ${config.splitSeed})`,
    );
    const contenders = contendersOf(settings, names);
    const results = await compareClassifiers(contenders, split, { progress, signal });
    for (const line of comparisonTable(results, split.test)) print(line);
    if (out !== undefined) {
      await writeFileAtomic(out, comparisonCsv(results));
      print(out);
    }
    print(`Next: npx anodec plausibility train${folderFlag(folder)}`);
  },
});
