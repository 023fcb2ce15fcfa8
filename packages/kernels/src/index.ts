export * from './backend.js';
export * from './operations.js';
export * from './recurrent/index.js';
export * from './simd/index.js';
export * from './training/index.js';
export { tf } from './tensorflow.js';
