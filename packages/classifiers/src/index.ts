/** The public names of the package. */
export { adaBoost, AdaBoostConfig } from './ada-boost.js';
export {
  binaryConfusion,
  type Confusion,
  confusionMatrix,
  type ConfusionRatios,
  confusionRatios,
} from './confusion.js';
export { ClassifierSettings } from './classifier-settings.js';
export { decisionTree, DecisionTreeConfig } from './decision-tree.js';
export { gradientBoosting, GradientBoostingConfig } from './gradient-boosting.js';
export { linearSvm, LinearSvmConfig } from './linear-svm.js';
export { logisticRegression, LogisticRegressionConfig } from './logistic-regression.js';
export { mlp, MlpConfig } from './mlp.js';
export { randomForest, RandomForestConfig } from './random-forest.js';
export { rectangles, RectanglesConfig } from './rectangles.js';
export { classifiers } from './registry.js';
export { checkLabels, checkRows, selectLabels, selectRows } from './rows.js';
export { type Fold, stratifiedFolds, stratifiedSplit } from './stratified.js';
