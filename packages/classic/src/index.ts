/** The public names of the package. */
export { autoregression } from './autoregression.js';
export { channelMeans } from './channel-means.js';
export { classicDetectors } from './detectors.js';
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
export { copod, ecod } from './density/tails.js';
export {
  type FittedMixture,
  fitMixture,
  type Mixture,
  mixtureBic,
  type MixtureConfig,
} from './density/fit-mixture.js';
export { gaussianMixture } from './density/gaussian-mixture.js';
export { histograms } from './density/histograms.js';
export { kernelDensity } from './density/kernel-density.js';
export { kMeans } from './density/k-means.js';
export { robustCovariance } from './density/robust-covariance.js';
export { extendedIsolationForest } from './forests/extended-isolation-forest.js';
export { isolationForest } from './forests/isolation-forest.js';
export { oneClassSvm } from './margins/one-class-svm.js';
export { type Clusters, clusterRows, NOISE } from './neighbours/clusters.js';
export { dbscan } from './neighbours/dbscan.js';
export { hdbscan } from './neighbours/hdbscan.js';
export { knn } from './neighbours/knn.js';
export { localOutlierFactor } from './neighbours/local-outlier-factor.js';
export { projections } from './projection/project.js';
export type { Project, Projection, ProjectOptions } from './projection/projection.js';
export { definePointDetector } from './points/point-detector.js';
export type { PointFit, PointMethod, PointModel, Points } from './points/point-method.js';
export { canRun, useNearestCode } from './neighbours/nearest-code.js';
export { ensembleOf } from './ensemble/ensemble.js';
