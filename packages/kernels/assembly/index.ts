/** Everything that `src/simd` may call. A threaded kernel takes (job, chunk, thread). */
export { multiplyBlock, packRightSide } from './product';
export { recurrentBackward } from './recurrent/backward';
export { addGradients } from './recurrent/blocks';
export { recurrentForward } from './recurrent/forward';
export { packGates, packTransposed } from './recurrent/weights';
export * from './training';
export * from './ops';
