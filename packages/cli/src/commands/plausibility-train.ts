/** `anodec plausibility train`. */
import { join } from 'node:path';
import { ClassifierSettings } from '@anodec/classifiers';
import {
  readPrepared,
  SplitConfig,
  splitMessages,
  TablesConfig,
  trainAndTest,
  writeClassifier,
  writeScript,
} from '@anodec/plausibility';
import { z } from 'zod';
import { defineCommand } from '../command.js';
import { comparisonTable } from '../view/plausibility-lines.js';

export const plausibilityTrain = defineCommand({
  details:
    'The file is JSON and holds what was learned, no message and no code. A program of a few lines beside it ' +
    'answers from the file alone.',
  sections: {
    classifier: ClassifierSettings,
    train: z.strictObject({
      folder: TablesConfig.shape.folder,
      out: z
        .string()
        .optional()
        .describe('File of the classifier (default: classifier.json in the folder)'),
    }),
    split: SplitConfig,
  },
  examples: [
    ['anodec plausibility train', 'a random forest'],
    [
      'anodec plausibility train --classifier ada-boost --max-depth 7 --learning-rate 0.3',
      'AdaBoost over trees of seven questions',
    ],
  ],
  common: [
    'classifier',
    'folder',
    'out',
    'test-share',
    'split-seed',
    'seed',
    'scaling',
    'trees',
    'max-depth',
  ],
  async run({ classifier, train, split: config }, { print, progress, signal }) {
    const { folder, out = join(folder, 'classifier.json') } = train;
    const { kind, ...settings } = z.looseObject({ kind: z.string() }).parse(classifier);
    const split = splitMessages(await readPrepared(folder), config);
    const result = await trainAndTest({ classifier: kind, settings }, split, { progress, signal });
    for (const line of comparisonTable([result], split.test)) print(line);
    await writeClassifier(out, result.fitted.state());
    const script = await writeScript(out, import.meta.resolve('@anodec/plausibility'));
    print(`${out}: the classifier`);
    print(`${script}: a program that asks it`);
    print(`Next: node ${script} car 5000 2000`);
  },
});
