/** Exploration of tables before training. */
export * from './inspect/index.js';
export * from './profile/index.js';
export * from './drift/index.js';
export * from './attacks/index.js';
export * from './plot/index.js';
