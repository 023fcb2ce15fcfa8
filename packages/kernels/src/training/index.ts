/** The operations of a training step. */
export * from './dense.js';
export type { DenseGradients, TrainingKernels } from './kernel.js';
export { type LossName, losses } from './loss-reference.js';
export * from './losses.js';
export * from './rules/index.js';
export type * from './update.js';
export * from './weight-optimizer.js';
