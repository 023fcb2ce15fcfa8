/** The detectors of this package by name: the one list that registries of detectors are made of. */
import type { DetectorEntry } from '@anodec/core';
import { autoregression } from './autoregression.js';
import { lastValue } from './last-value.js';
import { linear } from './linear.js';
import { norm } from './norm.js';
import { pca } from './pca.js';
import { random } from './random.js';
import { copod, ecod } from './density/tails.js';
import { gaussianMixture } from './density/gaussian-mixture.js';
import { histograms } from './density/histograms.js';
import { kernelDensity } from './density/kernel-density.js';
import { kMeans } from './density/k-means.js';
import { robustCovariance } from './density/robust-covariance.js';
import { extendedIsolationForest } from './forests/extended-isolation-forest.js';
import { isolationForest } from './forests/isolation-forest.js';
import { oneClassSvm } from './margins/one-class-svm.js';
import { dbscan } from './neighbours/dbscan.js';
import { hdbscan } from './neighbours/hdbscan.js';
import { knn } from './neighbours/knn.js';
import { localOutlierFactor } from './neighbours/local-outlier-factor.js';

/** To add a detector: its file in this package, a line here. */
export const classicDetectors: Readonly<Record<string, DetectorEntry>> = {
  pca,
  norm,
  'linear-path': linear,
  knn,
  'last-value': lastValue,
  autoregression,
  'isolation-forest': isolationForest,
  'extended-isolation-forest': extendedIsolationForest,
  lof: localOutlierFactor,
  dbscan,
  hdbscan,
  'one-class-svm': oneClassSvm,
  'robust-covariance': robustCovariance,
  'gaussian-mixture': gaussianMixture,
  'k-means': kMeans,
  hbos: histograms,
  ecod,
  copod,
  kde: kernelDensity,
  random,
};
