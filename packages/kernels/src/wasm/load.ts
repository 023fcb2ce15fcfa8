/** The WebAssembly backend of TensorFlow.js. */
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import type { Backend } from '../backend-contract.js';
import { registerEngine } from '../engine.js';
import { wasmProducts } from './products.js';

/** Loads its package on first use, which costs 20 to 50 ms, and registers its matrix products. */
export async function loadWasmBackend(): Promise<void> {
  const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
  const main = createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm');
  setWasmPaths(`${dirname(main)}/`);
  registerEngine('wasm', { products: wasmProducts });
}

/** `wasm`: one thread, the fastest that npm offers beside `simd`. */
export const wasmBackend: Backend = {
  engine: 'wasm',
  load: loadWasmBackend,
  status: () => ({ threads: 1, arithmetic: 'strict', about: 'TensorFlow.js’s WebAssembly' }),
};
