/** Searching the settings of classifiers by stratified cross-validation: every row is tested once, by a model without it. */
import {
  binaryConfusion,
  confusionMatrix,
  confusionRatios,
  type Fold,
  selectLabels,
  selectRows,
  stratifiedFolds,
} from '@anodec/classifiers';
import { type Classifier, ConfigError, type FittedClassifier } from '@anodec/core';
import type { TaskContext } from '@anodec/tune';
import { z } from 'zod';
import { ClassifierConfig, createConfiguredClassifier } from '../classifiers.js';
import { parseSections } from '../sections.js';
import { type LabelledRows, readFeatureTable } from './feature-table.js';
import { mean } from './injected-anomalies.js';
import { givenAt, withPoint } from './point-settings.js';
import type { SearchTask } from './search-task.js';
import { namesOfKind } from './usual-names.js';

/** What classifiers are judged by. */
export const ClassifierTableConfig = z.strictObject({
  table: z
    .string({ error: 'must name a table of features and labels' })
    .describe('Table with a row for each example: .csv, .xlsx, .parquet …'),
  label: z
    .string({ error: 'must name the column of the classes' })
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

type TableConfig = z.output<typeof ClassifierTableConfig>;

const sections = { examples: ClassifierTableConfig, classifier: ClassifierConfig };

const TITLES = { f1: 'F1', 'macro-f1': 'mean F1 over the classes', accuracy: 'accuracy' };

export const classifierTask: SearchTask<typeof sections> = {
  title: 'classifiers',
  sections,
  searched: ['classifier'],

  usualNames(given) {
    const kind = givenAt(given, 'classifier.kind') ?? ClassifierConfig.parse({}).kind;
    return namesOfKind({ classifier: ClassifierConfig }, 'classifier', String(kind));
  },

  judgedBy(given) {
    const { classMetric, classFolds } = parseSections(sections, given).examples;
    return {
      measure: `${TITLES[classMetric]}, mean over ${classFolds} stratified folds`,
      direction: 'maximise',
    };
  },

  async open(given, { seed }) {
    const { examples } = parseSections(sections, given);
    const data = await readFeatureTable(examples.table, examples);
    const K = data.labels.classes.length;
    if (examples.classMetric === 'f1' && K !== 2) {
      throw new ConfigError(
        `\`classMetric\` f1 must come with two classes, got ${K}: ${data.labels.classes.slice(0, 10).join(', ')}. Take macro-f1.`,
      );
    }
    const folds = stratifiedFolds(data.labels, examples.classFolds, seed);
    return {
      evaluate(point, context) {
        const { classifier } = parseSections(sections, withPoint(given, point));
        return crossValidate(
          createConfiguredClassifier(classifier),
          data,
          folds,
          examples,
          context,
        );
      },
    };
  },
};

/** Fits and tests fold by fold, and reports the mean after each. */
async function crossValidate(
  classifier: Classifier,
  data: LabelledRows,
  folds: readonly Fold[],
  { classMetric }: TableConfig,
  context: TaskContext,
) {
  const values: number[] = [];
  const confusions: (readonly number[])[] = [];
  for (const [i, { train, test }] of folds.entries()) {
    const learned = {
      rows: selectRows(data.rows, train),
      labels: selectLabels(data.labels, train),
    };
    const fitted = await classifier.fit(learned.rows, learned.labels);
    const confusion = testOn(fitted, data, test);
    confusions.push(Array.from(confusion));
    values.push(valueOf(confusion, data.labels.classes.length, classMetric));
    if (i < folds.length - 1) await context.report(i + 1, mean(values));
  }
  return { value: mean(values), details: { [classMetric]: values, confusions } };
}

function testOn(
  fitted: FittedClassifier,
  { rows, labels }: LabelledRows,
  test: Int32Array,
): Int32Array {
  const truth = selectLabels(labels, test);
  return confusionMatrix(
    truth.values,
    fitted.predict(selectRows(rows, test)),
    labels.classes.length,
  );
}

/** @param confusion (K, K), a row for each true class */
function valueOf(confusion: Int32Array, K: number, metric: TableConfig['classMetric']): number {
  if (metric === 'f1') return confusionRatios(binaryConfusion(confusion)).f1;
  const total = confusion.reduce((sum, count) => sum + count, 0);
  const hits = Array.from({ length: K }, (_, k) => confusion[k * K + k]);
  if (metric === 'accuracy') return hits.reduce((sum, count) => sum + count, 0) / total;
  return mean(hits.map((hit, k) => classF1(confusion, K, k, hit)));
}

/** F1 of one class against the others; 0 where it was neither there nor predicted. */
function classF1(confusion: Int32Array, K: number, k: number, hit: number): number {
  let [there, predicted] = [0, 0];
  for (let other = 0; other < K; other++) {
    there += confusion[k * K + other];
    predicted += confusion[other * K + k];
  }
  return there + predicted === 0 ? 0 : (2 * hit) / (there + predicted);
}
