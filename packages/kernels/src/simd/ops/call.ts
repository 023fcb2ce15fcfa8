/** Access to the arguments of a call, and the division of work, for all operations of this folder. */
import type { KernelFunc, TensorInfo } from '@tensorflow/tfjs-core';
import type { SimdBackend } from '../backend.js';

/** Makes a kernel of this backend, given the stock one to fall back on. */
export type KernelMaker = (stock: KernelFunc) => KernelFunc;

/** The argument of a kernel of TensorFlow.js. */
export type Call = Parameters<KernelFunc>[0];

/** The backend of the call. */
export function backendOf(call: Call): SimdBackend {
  return call.backend as unknown as SimdBackend;
}

/** The inputs by name; undefined for an optional one that is missing. */
export function inputsOf<Name extends string>(call: Call): Readonly<Record<Name, TensorInfo>> {
  return call.inputs as Record<Name, TensorInfo>;
}

/** Whether all tensors are float32; others go to the stock kernel. */
export function areFloats(...tensors: readonly (TensorInfo | undefined)[]): boolean {
  return tensors.every((tensor) => tensor === undefined || tensor.dtype === 'float32');
}

/** Floats of a chunk: 64 KB, which fit into a second-level cache. */
const CHUNK_FLOATS = 16_384;

/** The first two integers of a job of `assembly/ops`, and its chunks; depends on the sizes alone. */
export function shareOf(units: number, floatsPerUnit = 1): { head: number[]; chunks: number } {
  const perChunk = Math.max(1, Math.floor(CHUNK_FLOATS / Math.max(1, floatsPerUnit)));
  return { head: [units, perChunk], chunks: Math.ceil(units / perChunk) };
}
