/** The public interface of the package. */
export * from './attention.js';
export * from './backend.js';
export type { Arithmetic, Backend, BackendOptions, BackendStatus } from './backend-contract.js';
export type { DropoutKernel, DropoutMask } from './dropout-kernel.js';
export { currentEngine, type EngineKernels, registerEngine } from './engine.js';
export * from './gaussian-code.js';
export { hashedDropout } from './hashed-dropout.js';
export * from './layer-norm.js';
export * from './layer-operations.js';
export { mish } from './mish.js';
export type { MishKernels } from './mish-kernels.js';
export type { PackedMatrix, Products } from './products.js';
export * from './recurrent/index.js';
export {
  type Computation,
  createRepeater,
  type InputArray,
  type InputArrays,
  type InputTensors,
  mapInputs,
  type Repeater,
  repetitionCount,
} from './repeat.js';
export * from './simd/index.js';
export * from './training/index.js';
export { tf } from './tensorflow.js';
export { type KernelCall, timeKernels } from './time-kernels.js';
