export * from './backend.js';
export * from './dense.js';
export * from './losses.js';
export * from './operations.js';
export * from './recurrent/index.js';
export { tf } from './tensorflow.js';
