/** The operations of a training step. */
export * from './adam.js';
export type { AdamOptions } from './adam-reference.js';
export * from './dense.js';
export type { AdamTensors, DenseGradients, TrainingKernels } from './kernel.js';
export { type LossName, losses } from './loss-reference.js';
export * from './losses.js';
