export * from './backend.js';
export * from './dense.js';
export * from './losses.js';
export * from './operations.js';
export * from './recurrent.js';
export { tf } from './tensorflow.js';
