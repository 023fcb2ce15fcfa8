export { dropout } from './dropout.js';
export type {
  RecurrentCall,
  RecurrentKernel,
  RecurrentKernels,
  RecurrentResult,
  RecurrentTensors,
  SequenceSizes,
} from './kernel.js';
export type { RecurrentParameters } from './parameters.js';
export {
  type CellName,
  cells,
  recurrent,
  type RecurrentOptions,
  type RecurrentWeights,
} from './recurrent.js';
export { fallbackCount, type KernelName, registerRecurrentKernels } from './registry.js';
export * from './stack.js';
