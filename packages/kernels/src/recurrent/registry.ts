/** Which kernel runs a recurrent layer on which backend. */
import { currentProducts } from '../backend.js';
import { plainProducts } from '../products.js';
import { tf } from '../tensorflow.js';
import { composedKernels } from './composed.js';
import { createFusedKernels } from './fused.js';
import type { RecurrentCall, RecurrentKernels, RecurrentResult } from './kernel.js';

/**
 * The ways to run a layer. `auto` is the backend's own kernel, else `fused`, else `composed`;
 * `fused` is written in TypeScript around the backend's matrix products, `reference` the same around
 * plain loops, `composed` made of the backend's operations.
 */
export type KernelName = 'auto' | 'fused' | 'reference' | 'composed';

const registered = new Map<string, RecurrentKernels>();
let fallbacks = 0;

/**
 * Makes a backend run recurrent layers with its own kernels from now on.
 *
 * @param engine the backend's name inside TensorFlow.js, such as `webgpu`
 */
export function registerRecurrentKernels(engine: string, kernels: RecurrentKernels): void {
  registered.set(engine, kernels);
}

/** How many layers were composed since the program began although nobody had asked for that. */
export function fallbackCount(): number {
  return fallbacks;
}

/** Runs one layer in one direction with the kernel of that name; see `KernelName`. */
export function runKernel(
  cell: keyof RecurrentKernels,
  call: RecurrentCall,
  kernel: KernelName,
): RecurrentResult {
  const result = kernelsOf(kernel)?.[cell](call);
  if (result) return result;
  if (kernel !== 'composed') fallbacks++;
  return composedKernels[cell](call);
}

function kernelsOf(kernel: KernelName): RecurrentKernels | undefined {
  if (kernel === 'composed') return undefined;
  if (kernel === 'reference') return createFusedKernels(plainProducts);
  const own = registered.get(tf.engine().backendName);
  if (own && kernel === 'auto') return own;
  const products = currentProducts();
  return products && createFusedKernels(products);
}
