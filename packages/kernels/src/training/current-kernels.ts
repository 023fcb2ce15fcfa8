/** The choice of the kernels that a training step runs on. */
import { currentEngine } from '../engine.js';
import { createArrayKernels } from './arrays.js';
import { composedTraining } from './composed.js';
import type { TrainingKernels } from './kernel.js';

/** The engine's own kernels, else those over arrays around its matrix products, else the composed ones. */
export function currentTrainingKernels(): TrainingKernels {
  const { training, products } = currentEngine();
  return training ?? (products ? createArrayKernels(products) : composedTraining);
}
