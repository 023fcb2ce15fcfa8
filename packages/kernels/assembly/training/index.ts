/** The kernels of a training step; see `src/simd/training/kernels.ts`. */
export { adamChunk, squaresChunk, sumsChunk } from './adam';
export { lossChunk } from './loss';
