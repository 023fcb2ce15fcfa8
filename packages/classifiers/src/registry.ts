/** The classifiers by name. */
import type { ClassifierRegistry } from '@anodec/core';
import { adaBoost } from './ada-boost.js';
import { decisionTree } from './decision-tree.js';
import { gradientBoosting } from './gradient-boosting.js';
import { linearSvm } from './linear-svm.js';
import { logisticRegression } from './logistic-regression.js';
import { mlp } from './mlp.js';
import { randomForest } from './random-forest.js';
import { rectangles } from './rectangles.js';

/** To add a classifier: one file beside this one, one line here. Commands, tuning and contract tests read it. */
export const classifiers = {
  mlp,
  'decision-tree': decisionTree,
  'random-forest': randomForest,
  'ada-boost': adaBoost,
  'gradient-boosting': gradientBoosting,
  'linear-svm': linearSvm,
  'logistic-regression': logisticRegression,
  rectangles,
} satisfies ClassifierRegistry;
