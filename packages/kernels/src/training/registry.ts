/** Which training kernels compute on which backend. */
import { currentProducts } from '../backend.js';
import { SIMD } from '../simd/index.js';
import { tf } from '../tensorflow.js';
import { createArrayKernels } from './arrays.js';
import { composedKernels } from './composed.js';
import type { TrainingKernels } from './kernel.js';
import { simdKernels } from './simd.js';

const registered = new Map<string, TrainingKernels>([[SIMD, simdKernels]]);

/**
 * Makes a backend train with kernels of its own from now on.
 *
 * @param engine the backend's name inside TensorFlow.js, such as `webgpu`
 */
export function registerTrainingKernels(engine: string, kernels: TrainingKernels): void {
  registered.set(engine, kernels);
}

/** The backend's own kernels, else those over arrays, else the composed ones. */
export function currentTrainingKernels(): TrainingKernels {
  const own = registered.get(tf.engine().backendName);
  if (own) return own;
  const products = currentProducts();
  return products ? createArrayKernels(products) : composedKernels;
}
