/**
 * One evaluation of a combination as a line of text: the parameters as JSON, a tab, the scores as JSON.
 *
 * The original wrote Python dictionaries without saying which fold and which rows a line was of; here a line names the
 * combination by the hash of its parameters, the fold and the part, and holds the confusion matrix.
 */
import { type Confusion, confusionRatios } from '@anodec/classifiers';
import { DataError, isRecord } from '@anodec/core';
import { keyOf } from '@anodec/tune';
import { z } from 'zod';
import type { ClassifierConfig } from '../classifiers.js';

/** Names of the estimators in the original program. */
const ESTIMATORS: Readonly<Record<string, string>> = {
  mlp: 'MLPClassifier',
  'ada-boost': 'AdaBoostClassifier',
  'linear-svm': 'LinearSVC',
  'random-forest': 'RandomForestClassifier',
  'decision-tree': 'DecisionTreeClassifier',
  'gradient-boosting': 'GradientBoostingClassifier',
  'logistic-regression': 'LogisticRegression',
};

/** Names of parameters in the original program, where they are others. */
const PARAMETERS: Readonly<Record<string, string>> = {
  hiddenLayers: 'hidden_layer_sizes',
  maxIterations: 'max_iter',
  tolerance: 'tol',
  trees: 'n_estimators',
  c: 'C',
  seed: 'random_state',
  validationShare: 'validation_fraction',
  patience: 'n_iter_no_change',
  beta1: 'beta_1',
  beta2: 'beta_2',
};

const count = z.int().min(0);
const ratio = z.number().nullable();

/** The scores of an evaluation; ratios are null where there is nothing that they could be of. */
export const EvaluationScores = z.strictObject({
  /** Of the combination: the same for all of its evaluations. */
  id: z.string(),
  fold: count,
  part: z.enum(['train', 'test']),
  tn: count,
  fp: count,
  fn: count,
  tp: count,
  tpr: ratio,
  fpr: ratio,
  tnr: ratio,
  fnr: ratio,
  ppv: ratio,
  f1: ratio,
  /** Seconds of the prediction. */
  t: z.number(),
});

export type EvaluationScores = z.output<typeof EvaluationScores>;

/** An evaluation: what was evaluated, and how it came out. */
export interface GridEvaluation {
  /** By the original's names, with `estimator`. */
  readonly params: Readonly<Record<string, unknown>>;
  readonly scores: EvaluationScores;
}

/** The parameters of a classifier by the original's names. */
export function paramsOf({ kind, ...options }: ClassifierConfig): GridEvaluation['params'] {
  const named = Object.entries(options).map(([name, value]) => [
    PARAMETERS[name] ?? name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
    value,
  ]);
  return { estimator: ESTIMATORS[kind] ?? kind, ...Object.fromEntries(named) };
}

/** The scores of an evaluation. */
export function scoresOf(
  params: GridEvaluation['params'],
  place: Pick<EvaluationScores, 'fold' | 'part'>,
  confusion: Confusion,
  seconds: number,
): EvaluationScores {
  const { tpr, fpr, tnr, fnr, ppv, f1 } = confusionRatios(confusion);
  const ratios = Object.entries({ tpr, fpr, tnr, fnr, ppv, f1 }).map(
    ([name, value]) => [name, Number.isFinite(value) ? value : null] as const,
  );
  return {
    id: keyOf(params),
    ...place,
    tn: confusion.trueNegatives,
    fp: confusion.falsePositives,
    fn: confusion.falseNegatives,
    tp: confusion.truePositives,
    ...(Object.fromEntries(ratios) as Record<
      'tpr' | 'fpr' | 'tnr' | 'fnr' | 'ppv' | 'f1',
      number | null
    >),
    t: Number(seconds.toFixed(6)),
  };
}

/** The line of an evaluation, its end included. */
export function formatEvaluation({ params, scores }: GridEvaluation): string {
  return `${JSON.stringify(params)}\t${JSON.stringify(scores)}\n`;
}

/**
 * Reads a line.
 *
 * @param place file and line, for the message
 * @throws DataError when it is not whole
 */
export function parseEvaluation(line: string, place: string): GridEvaluation {
  const [params, scores, ...more] = line.split('\t').map(parseJson);
  const checked = EvaluationScores.safeParse(scores);
  if (isRecord(params) && checked.success && more.length === 0) {
    return { params, scores: checked.data };
  }
  const shown = line.length > 50 ? `${line.slice(0, 25)} … ${line.slice(-20)}` : line;
  throw new DataError(
    `${place} must be parameters, a tab and scores, got ${JSON.stringify(shown)}. Leave out such lines with ` +
      '`skipDamaged`; a search that is gone on with makes them again.',
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
