/** The public names of the package. */
export { channelMeans } from './channel-means.js';
export { knn, KnnConfig } from './knn.js';
export { lastValue } from './last-value.js';
export { linear } from './linear.js';
export {
  fitLinearPath,
  type LinearPath,
  linearExpectation,
  linearLookback,
  LinearPathConfig,
  linearPathArrays,
  shareOfOthers,
} from './linear-path.js';
export { norm } from './norm.js';
export { pca, PcaConfig } from './pca.js';
export { random, RandomConfig } from './random.js';
export type { Eigen } from './eigen.js';
export { symmetricEigen } from './symmetric-eigen.js';
