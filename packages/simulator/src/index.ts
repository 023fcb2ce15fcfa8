export * from './plant/index.js';
export * from './simulate/index.js';
export * from './inject/index.js';
export * from './sizes/index.js';
