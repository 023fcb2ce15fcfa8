/** Significance of differences: paired tests, tests of two samples and over several data sets, and corrections. */
export * from './block-outcomes.js';
export * from './brunner-munzel.js';
export * from './contingency.js';
export * from './friedman.js';
export * from './holm.js';
export * from './mann-whitney.js';
export * from './nemenyi.js';
export * from './paired-bootstrap.js';
export * from './paired-comparison.js';
export * from './paired-permutation.js';
export * from './studentised-range.js';
export * from './welch.js';
export * from './wilcoxon.js';
