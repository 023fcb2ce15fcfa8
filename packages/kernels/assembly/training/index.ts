/** The kernels of a training step; see `src/simd/training/kernels.ts`. */
export { adamChunk } from './adam';
export { lossChunk } from './loss';
export { rmspropChunk } from './rmsprop';
export { sgdChunk } from './sgd';
export { squaresChunk, sumsChunk } from './sums';
