/** Classifiers with settings: those of the reference program, and those found by cross-validation on stand-ins. */

/** A classifier of the registry and its settings. */
export interface Contender {
  readonly classifier: string;
  readonly settings: Readonly<Record<string, unknown>>;
}

/**
 * The final four of the reference program. Its SVM asked for l1, which the method of Crammer and Singer does not
 * have; its library ignored that, too.
 */
export const originalContenders: readonly Contender[] = [
  {
    classifier: 'mlp',
    settings: { activation: 'tanh', solver: 'lbfgs', alpha: 1e-6, hiddenLayers: [28, 28, 28] },
  },
  {
    classifier: 'ada-boost',
    settings: { maxDepth: 3, trees: 46, learningRate: 0.3, algorithm: 'samme.r' },
  },
  {
    classifier: 'linear-svm',
    settings: { multiClass: 'crammer-singer', c: 100, tolerance: 1e-5 },
  },
  { classifier: 'random-forest', settings: { trees: 10 } },
];

/**
 * Settings found by five-fold cross-validation over the training half of made-up messages (seed 42), one or two values
 * of each setting tried; the numbers are in the decisions.
 */
export const tunedContenders: readonly Contender[] = [
  {
    classifier: 'mlp',
    settings: { activation: 'tanh', solver: 'lbfgs', alpha: 0.1, hiddenLayers: [30] },
  },
  {
    classifier: 'ada-boost',
    settings: { maxDepth: 7, trees: 50, learningRate: 0.3, algorithm: 'samme' },
  },
  { classifier: 'linear-svm', settings: { c: 100, degree: 3 } },
  { classifier: 'random-forest', settings: { trees: 100 } },
  { classifier: 'gradient-boosting', settings: { maxDepth: 5, minSamplesLeaf: 3 } },
  { classifier: 'logistic-regression', settings: { c: 100, degree: 3 } },
  { classifier: 'rectangles', settings: {} },
];

/** Groups of classifiers by name. */
export const contenderGroups = {
  tuned: tunedContenders,
  original: originalContenders,
} as const;

export type ContenderGroup = keyof typeof contenderGroups;

/**
 * Classifiers by name, with the settings of a group where it has them and else with their defaults.
 *
 * @param names of the registry; all of the group where absent
 */
export function contendersOf(group: ContenderGroup, names?: readonly string[]): Contender[] {
  const known: readonly Contender[] = contenderGroups[group];
  if (!names) return [...known];
  return names.map(
    (name) =>
      known.find(({ classifier }) => classifier === name) ?? { classifier: name, settings: {} },
  );
}
