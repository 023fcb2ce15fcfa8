export * from './aggregates.js';
export * from './discrete-states.js';
export * from './missing/index.js';
export * from './one-hot.js';
export * from './recentre.js';
export * from './resample.js';
export * from './scaler/index.js';
export * from './split.js';
