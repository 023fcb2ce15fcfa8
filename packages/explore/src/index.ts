/** Exploration of tables before anything is trained. */
export * from './inspect/index.js';
export * from './profile/index.js';
export * from './drift/index.js';
export * from './attacks/index.js';
