/** The public names of the package. */
export { checkRows, selectLabels, selectRows } from './rows.js';
export {
  type Confusion,
  type ConfusionRatios,
  binaryConfusion,
  confusionMatrix,
  confusionRatios,
} from './confusion.js';
export { classifiers } from './registry.js';
export { type Fold, stratifiedFolds, stratifiedSplit } from './stratified.js';
