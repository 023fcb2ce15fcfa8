/** The plain JavaScript backend of TensorFlow.js. */
import type { Backend } from '../backend-contract.js';
import { registerEngine } from '../engine.js';
import { plainProducts } from '../products.js';

/** Loads its package on first use, which costs 20 to 50 ms, and registers its matrix products. */
export async function loadCpuBackend(): Promise<void> {
  await import('@tensorflow/tfjs-backend-cpu');
  registerEngine('cpu', { products: plainProducts });
}

/** `cpu`: one thread, no installation needed, the yardstick of all others. */
export const cpuBackend: Backend = {
  engine: 'cpu',
  load: loadCpuBackend,
  status: () => ({ threads: 1, arithmetic: 'strict', about: 'plain JavaScript' }),
};
