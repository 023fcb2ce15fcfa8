/** `anodec tune classifier`. */
import { refitClassifier, searchSections, searchTasks } from '@anodec/search';
import { defineCommand } from '../command.js';
import { resumedOr, searchAndPrint } from '../tune/run-search-command.js';

export const tuneClassifier = defineCommand({
  details:
    'Each row of the table is tested once, by a model that did not learn from it; scaling belongs to the model. Columns of words ' +
    'become categories. Keep rows for a last test out of the table: the best of many trials is chosen by luck, too.',
  sections: { ...searchSections, ...searchTasks.classifier.sections },
  common: [
    'label',
    'features',
    'positive',
    'class-metric',
    'class-folds',
    'space',
    'space-file',
    'trials',
    'study',
    'resume',
    'workers',
    'engine',
    'sampler',
    'pruner',
    'classifier',
  ],
  complete: (given) => resumedOr(given, (own) => own),
  examples: [
    ['anodec tune classifier messages.csv --label odd', 'the random forest, its usual settings'],
    [
      'anodec tune classifier messages.csv --label odd --space "classifier=mlp|ada-boost,alpha=1e-6..1e-2:log"',
      'which classifier, and a setting of one of them',
    ],
  ],
  async run(settings, context) {
    const search = await searchAndPrint('classifier', settings, context);
    if (!search.best) return;
    const { path } = await refitClassifier(search, context);
    context.progress.end();
    context.print(`Model     ${path}, the best fitted on all rows`);
  },
});
