export * from './config.js';
export * from './timestamp-text.js';
export * from './label-runs.js';
export * from './manifest.js';
export * from './write-simulation.js';
