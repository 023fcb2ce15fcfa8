/** The choice of the kernel that runs a recurrent layer. */
import { currentEngine } from '../engine.js';
import { plainProducts } from '../products.js';
import { type CellName, cells } from './cells.js';
import { createComposedKernel } from './composed.js';
import { createFusedKernel } from './fused.js';
import type { RecurrentCall, RecurrentKernel, RecurrentResult } from './kernel.js';

/**
 * The ways to run a layer. `auto` is the engine's own kernel, else `fused`, else `composed`; `fused` is
 * written in TypeScript around the engine's matrix products, `reference` the same around plain loops,
 * `composed` made of TensorFlow.js operations.
 */
export type KernelName = 'auto' | 'fused' | 'reference' | 'composed';

let fallbacks = 0;

/**
 * How many layers were composed since the program began although another kernel was asked for. Those with a
 * `hiddenMask`, which has no other kernel, do not count.
 */
export function fallbackCount(): number {
  return fallbacks;
}

/** Runs one layer in one direction with the kernel of that name. */
export function runKernel(
  cell: CellName,
  call: RecurrentCall,
  kernel: KernelName,
): RecurrentResult {
  const result = call.hiddenMask ? undefined : kernelOf(cell, kernel)?.(call);
  if (result) return result;
  if (kernel !== 'composed' && !call.hiddenMask) fallbacks++;
  return createComposedKernel(cells[cell].composed)(call);
}

function kernelOf(cell: CellName, kernel: KernelName): RecurrentKernel | undefined {
  if (kernel === 'composed') return undefined;
  const { reference } = cells[cell];
  if (kernel === 'reference') return createFusedKernel(reference, plainProducts);
  const { recurrent, products } = currentEngine();
  const own = kernel === 'auto' ? recurrent?.[cell] : undefined;
  return own ?? (products && createFusedKernel(reference, products));
}
