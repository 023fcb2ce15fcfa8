/**
 * What all classifiers of this package share: checks, preparation of rows, the prediction from probabilities or
 * decisions, and the state. A classifier brings only its settings and arithmetic, over prepared rows.
 */
import {
  type Classifier,
  type ClassifierEntry,
  type ClassifierState,
  type ClassLabels,
  DataError,
  defineClassifier,
  type Feature,
  type FeatureRows,
  type FittedClassifier,
  type Listeners,
  runWork,
  type Work,
} from '@anodec/core';
import { z } from 'zod';
import {
  type Column,
  columnsOf,
  fitPreparation,
  type Matrix,
  Preparation,
  prepare,
  Scaling,
} from './preparation.js';
import { checkLabels, checkRows, checkSameFeatures } from './rows.js';

/** What every classifier has among its settings. */
const Shared = z.object({ scaling: Scaling });

type Settings = Readonly<Record<string, unknown>>;

/** Prepared rows with their labels. */
export interface TrainingRows extends Matrix {
  /** What each column of the matrix is, D. */
  readonly columns: readonly Column[];
  /** (N), class indices. */
  readonly labels: Uint8Array;
  /** Classes; a class may be without rows. */
  readonly K: number;
}

/** The functions of a classifier. At least one of `probabilities` and `decision` must be there. */
export interface Learner<Config, Model> {
  /** Name in the registry. */
  readonly name: string;
  title(config: Config): string;
  /** What was learned, as JSON; checked when a stored classifier is read. */
  readonly model: z.ZodType<Model>;
  /** The amount of work of a fit, in `unit`, for progress. */
  amount(config: Config): { total: number; unit: string };
  train(rows: TrainingRows, config: Config, work: Work): Promise<Model>;
  /** (N, K), each row sums to 1. */
  readonly probabilities?: Ranking<Config, Model>;
  /** (N, K), the class with the largest is predicted. */
  readonly decision?: Ranking<Config, Model>;
}

type Ranking<Config, Model> = (
  model: Model,
  matrix: Matrix,
  K: number,
  config: Config,
) => Float64Array;

/**
 * Makes the registry entry of a classifier from its settings and its arithmetic.
 *
 * @param schema strict; `scaling` made by `scalingSetting` is one of its settings
 */
export function defineLearner<Schema extends z.ZodObject, Model>(
  schema: Schema,
  learner: Learner<z.output<Schema>, Model>,
): ClassifierEntry<Schema> {
  const Stored = z.strictObject({ preparation: Preparation, learned: learner.model });
  return defineClassifier(schema, {
    title: (config) => learner.title(config),
    create: (config): Classifier => ({
      fit: (rows, labels, options) => fit(learner, config, rows, labels, options),
    }),
    restore(config, state) {
      const { features, classes } = state;
      const read = Stored.safeParse(state.model);
      if (!read.success) {
        const [{ path, message }] = read.error.issues;
        throw new DataError(
          `The stored classifier must be complete, got ${path.join('.')}: ${message}. Train it again.`,
        );
      }
      return fittedClassifier(learner, config, { features, classes, ...read.data });
    },
  });
}

/** A fitted classifier: what it reads and answers, and what it learned. */
interface Fitted<Model> {
  readonly features: readonly Feature[];
  readonly classes: readonly string[];
  readonly preparation: Preparation;
  readonly learned: Model;
}

async function fit<Config extends Settings, Model>(
  learner: Learner<Config, Model>,
  config: Config,
  rows: FeatureRows,
  labels: ClassLabels,
  options: Listeners = {},
): Promise<FittedClassifier> {
  checkLabels(labels, checkRows(rows));
  const { features } = rows;
  const { classes, values } = labels;
  const preparation = fitPreparation(rows, Shared.parse(config).scaling);
  const training: TrainingRows = {
    ...prepare(rows, preparation),
    columns: columnsOf(features),
    labels: values,
    K: classes.length,
  };
  const label = { label: `Training: ${learner.title(config)}`, ...learner.amount(config) };
  const learned = await runWork(options, label, (work) => learner.train(training, config, work));
  return fittedClassifier(learner, config, { features, classes, preparation, learned });
}

function fittedClassifier<Config extends Settings, Model>(
  learner: Learner<Config, Model>,
  config: Config,
  { features, classes, preparation, learned }: Fitted<Model>,
): FittedClassifier {
  const K = classes.length;
  const matrixOf = (rows: FeatureRows): Matrix => {
    checkSameFeatures(rows, features);
    checkRows(rows);
    return prepare(rows, preparation);
  };
  const { decision, probabilities } = learner;
  const ranking = decision ?? probabilities;
  if (!ranking) throw new Error(`${learner.name} must have probabilities or a decision.`);
  return {
    features,
    classes,
    predict: (rows) => largestOf(ranking(learned, matrixOf(rows), K, config), K),
    ...(probabilities && {
      probabilities: (rows) => probabilities(learned, matrixOf(rows), K, config),
    }),
    ...(decision && { decision: (rows) => decision(learned, matrixOf(rows), K, config) }),
    state: (): ClassifierState => ({
      classifier: learner.name,
      config: { ...config },
      features,
      classes,
      model: { preparation, learned },
    }),
  };
}

/** The column with the largest value of each row, (N); the first of equals. */
export function largestOf(values: Float64Array, K: number): Uint8Array {
  const largest = new Uint8Array(values.length / K);
  for (let n = 0; n < largest.length; n++) {
    for (let k = 1; k < K; k++) {
      if (values[n * K + k] > values[n * K + largest[n]]) largest[n] = k;
    }
  }
  return largest;
}
