/** Everything that `src/simd` may call. A threaded kernel takes (job, chunk, thread). */
export { multiplyBlock, packRightSide } from './product';
export * from './training';
export * from './ops';
