/**
 * TensorFlow.js, imported in this one place, so that every package computes with the same engine.
 *
 * Its build for Node registers no gradients; none are needed, because every operation of this
 * package brings its own (tf.customGrad).
 */
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';

export { tf };

/** Loads a backend's package on first use: each costs 20 to 50 ms that others need not pay. */
export async function loadWasmBackend(): Promise<void> {
  const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
  const main = createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm');
  setWasmPaths(`${dirname(main)}/`);
}

/** See `loadWasmBackend`. */
export async function loadCpuBackend(): Promise<void> {
  await import('@tensorflow/tfjs-backend-cpu');
}

/** The values of a float32 tensor; a view where the backend keeps them in JavaScript, so read only. */
export function valuesOf(tensor: tf.Tensor): Float32Array {
  return tensor.dataSync<'float32'>();
}
