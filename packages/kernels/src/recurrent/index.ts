/** The recurrent operations. */
export { type CellName, cells } from './cells.js';
export { dropout } from './dropout.js';
export { joinFeatures } from './join.js';
export type {
  RecurrentCall,
  RecurrentKernel,
  RecurrentKernels,
  RecurrentResult,
  RecurrentTensors,
  SequenceSizes,
} from './kernel.js';
export { finalHidden } from './lengths.js';
export type { RecurrentParameters } from './parameters.js';
export {
  recurrent,
  recurrentStep,
  type RecurrentOptions,
  type RecurrentState,
  type RecurrentWeights,
} from './recurrent.js';
export { fallbackCount, type KernelName } from './run-kernel.js';
export * from './stack.js';
