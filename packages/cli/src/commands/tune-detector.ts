/** `anodec tune detector`. */
import { presetNames, withDatasetDefaults, withPreset } from '@anodec/pipeline';
import { refitDetector, searchSections, searchTasks } from '@anodec/search';
import { z } from 'zod';
import { defineCommand } from '../command.js';
import { resumedOr, searchAndPrint } from '../tune/run-search-command.js';
import { pointFlags } from '../tune/search-lines.js';
import { hintFlags } from '../view/hint-flags.js';

export const tuneDetector = defineCommand({
  details:
    'Each trial fits the detector on normal rows and is judged by anomalies that are injected into blocks which it did not ' +
    'learn from, or by its validation loss. No row of the test recordings is read. Trials run in processes of their own; ' +
    'Ctrl-C stops them, --resume goes on, and a search that was killed loses no trial that had ended.',
  sections: {
    ...searchSections,
    ...searchTasks.detector.sections,
    refit: z.strictObject({
      refit: z.boolean().default(false).describe('Train a run with the best settings in the end'),
    }),
  },
  common: [
    'space',
    'space-file',
    'trials',
    'study',
    'resume',
    'workers',
    'engine',
    'sampler',
    'pruner',
    'criterion',
    'metric',
    'folds',
    'dataset',
    'detector',
    'max-epochs',
    'refit',
  ],
  presets: presetNames,
  usualPreset: 'default',
  complete: (given) => resumedOr(given, (own) => withDatasetDefaults(withPreset(own))),
  examples: [
    [
      'anodec tune detector --space "hidden-size=16..128:log,cell=lstm|gru" --trials 30',
      'two settings of the network',
    ],
    ['anodec tune detector --detector knn --space "k=1..20" --workers 4', 'a classical detector'],
    ['anodec tune detector --space "detector=pca|knn,k=1..9"', 'which detector, and its setting'],
    [
      'anodec tune detector --criterion validation-loss --pruner halving',
      'by the loss; trials that fall behind are ended',
    ],
    ['anodec tune detector --resume', 'go on with the search in the folder tuned'],
  ],
  async run(settings, context) {
    const found = await searchAndPrint('detector', settings, context);
    const { best } = found;
    if (!best) return;
    const { search, paths, refit } = settings;
    if (refit.refit) {
      const { run } = await refitDetector(found, { ...context, command: context.command ?? '' });
      context.progress.end();
      context.print(`Run       ${run.path}, trained with the best settings`);
      return;
    }
    context.print(
      `Next: npx anodec train --config ${search.study}/best.json, which is the settings with${pointFlags(best.point)}` +
        hintFlags({ logs: paths.logs }),
    );
  },
});
