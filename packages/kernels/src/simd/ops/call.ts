/** What the operations of this folder have in common: how they see a call, and how they share out work. */
import type { KernelFunc, TensorInfo } from '@tensorflow/tfjs-core';
import type { SimdBackend } from '../backend.js';

/** Makes a kernel of this backend, given the stock one to fall back on. */
export type KernelMaker = (stock: KernelFunc) => KernelFunc;

/** What TensorFlow.js hands to a kernel. */
export type Call = Parameters<KernelFunc>[0];

/** The backend that a kernel of ours was called for. */
export function backendOf(call: Call): SimdBackend {
  return call.backend as unknown as SimdBackend;
}

/** The inputs by their names; undefined for an optional one that was left out. */
export function inputsOf<Name extends string>(call: Call): Readonly<Record<Name, TensorInfo>> {
  return call.inputs as Record<Name, TensorInfo>;
}

/** Whether our kernels may take all of these: they compute with floats, whatever else is left to stock. */
export function areFloats(...tensors: readonly (TensorInfo | undefined)[]): boolean {
  return tensors.every((tensor) => tensor === undefined || tensor.dtype === 'float32');
}

/** Floats that make a chunk: 64 KB, which stay in a second-level cache. */
const CHUNK_FLOATS = 16_384;

/** The first two words of a job of `assembly/ops`, and its chunks; by the sizes alone. */
export function shareOf(units: number, floatsPerUnit = 1): { head: number[]; chunks: number } {
  const perChunk = Math.max(1, Math.floor(CHUNK_FLOATS / Math.max(1, floatsPerUnit)));
  return { head: [units, perChunk], chunks: Math.ceil(units / perChunk) };
}
