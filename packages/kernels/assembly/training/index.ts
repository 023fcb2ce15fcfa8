/** The kernels of the training pieces; see `src/training/simd.ts`. */
export { adamChunk, squaresChunk, sumsChunk } from './adam';
export { lossChunk } from './loss';
