/** Searching the settings of classifiers by stratified cross-validation: every row is tested once, by a model without it. */
import { stratifiedFolds } from '@anodec/classifiers';
import { ConfigError } from '@anodec/core';
import { parseSections } from '@anodec/pipeline';
import { z } from 'zod';
import { ClassifierConfig, createConfiguredClassifier } from './classifiers.js';
import { crossValidate } from './cross-validate.js';
import { readFeatureTable } from './feature-table.js';
import { createEvaluationLog, OutputsConfig } from './grid-search/evaluation-log.js';
import { givenAt, withPoint } from './point-settings.js';
import type { SearchTask } from './search-task.js';
import { namesOfKind } from './usual-names.js';

/** What classifiers are judged by. */
export const ClassifierTableConfig = z.strictObject({
  table: z
    .string({ error: 'table must name a table of features and labels' })
    .describe('Table with a row for each example: .csv, .xlsx, .parquet …'),
  label: z
    .string({ error: 'label must name the column of the classes' })
    .describe('Column of the classes'),
  features: z
    .array(z.string())
    .optional()
    .describe('Columns of features, of numbers or words (default: all others)'),
  positive: z
    .string()
    .optional()
    .describe('Class that counts as positive (default: the last in order, such as 1 of 0 and 1)'),
  classMetric: z
    .enum(['f1', 'macro-f1', 'accuracy'])
    .default('f1')
    .describe(
      'F1 of the positive class, mean F1 over all classes, or share of right answers; the mean over the folds counts',
    ),
  classFolds: z
    .int()
    .min(2)
    .max(100)
    .default(5)
    .describe('Number of parts, each of which is tested once, with the classes in the same shares'),
});

const sections = {
  examples: ClassifierTableConfig,
  classifier: ClassifierConfig,
  outputs: OutputsConfig,
};

const TITLES = { f1: 'F1', 'macro-f1': 'mean F1 over the classes', accuracy: 'accuracy' };

export const classifierTask: SearchTask<typeof sections> = {
  title: 'classifiers',
  sections,
  searched: ['classifier'],

  usualNames(given) {
    const kind = givenAt(given, 'classifier.kind');
    const chosen = typeof kind === 'string' ? kind : ClassifierConfig.parse({}).kind;
    return namesOfKind({ classifier: ClassifierConfig }, 'classifier', chosen);
  },

  judgedBy(given) {
    const { classMetric, classFolds } = parseSections(sections, given).examples;
    return {
      measure: `${TITLES[classMetric]}, mean over ${classFolds} stratified folds`,
      direction: 'maximise',
    };
  },

  async open(given, { seed }) {
    const { examples, outputs } = parseSections(sections, given);
    const data = await readFeatureTable(examples.table, examples);
    const K = data.labels.classes.length;
    const metric = examples.classMetric;
    if ((metric === 'f1' || outputs.out !== undefined) && K !== 2) {
      const which = metric === 'f1' ? '`classMetric` f1' : '`out`';
      throw new ConfigError(
        `${which} must come with two classes, got ${K}: ${data.labels.classes.slice(0, 10).join(', ')}. ` +
          'Take the metric macro-f1, without files of evaluations.',
      );
    }
    const folds = stratifiedFolds(data.labels, examples.classFolds, seed);
    const log = createEvaluationLog(outputs, data);
    return {
      evaluate(point, context) {
        const { classifier } = parseSections(sections, withPoint(given, point));
        const onFold = log?.(classifier);
        return crossValidate(createConfiguredClassifier(classifier), {
          data,
          folds,
          metric,
          context,
          ...(onFold && { onFold }),
        });
      },
    };
  },
};
