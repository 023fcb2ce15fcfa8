export type {
  RecurrentCall,
  RecurrentKernel,
  RecurrentKernels,
  RecurrentResult,
  RecurrentTensors,
  SequenceSizes,
} from './kernel.js';
export * from './recurrent.js';
export { fallbackCount, type KernelName, registerRecurrentKernels } from './registry.js';
