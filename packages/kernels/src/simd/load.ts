/** Starts the runtime and registers the backend `simd` with TensorFlow.js. */
import type { Backend, BackendStatus } from '../backend-contract.js';
import { loadCpuBackend } from '../cpu/load.js';
import { registerEngine } from '../engine.js';
import { tf } from '../tensorflow.js';
import { SimdBackend } from './backend.js';
import { registerKernels } from './operations.js';
import { simdRecurrentKernels } from './recurrent/kernels.js';
import { type SimdOptions, SimdRuntime } from './runtime.js';
import { simdTrainingKernels } from './training/kernels.js';

/** The backend's name inside TensorFlow.js. */
export const SIMD = 'simd';

/** The state of the loaded backend. */
export interface SimdStatus {
  readonly threads: number;
  readonly arithmetic: 'relaxed' | 'strict';
  /** The reason for this arithmetic. */
  readonly reason: string;
  /** Bytes of the shared memory that tensors hold. */
  readonly bytesInUse: number;
}

let loaded: { runtime: SimdRuntime; options: string } | undefined;

/**
 * Registers the backend `simd` with TensorFlow.js; `tf.setBackend('simd')` then uses it.
 *
 * Called again with the same options it does nothing. With others it starts new threads and a new memory:
 * tensors of the backend are lost.
 *
 * @throws ConfigError when the number of threads is invalid, or the kernels are not built
 */
export async function loadSimdBackend(options: SimdOptions = {}): Promise<void> {
  const wanted = JSON.stringify([
    options.threads,
    options.strict ?? false,
    options.wide,
    process.env['ANODEC_THREADS'],
    process.env['ANODEC_WIDE'],
  ]);
  if (loaded?.options === wanted && tf.findBackendFactory(SIMD)) return;
  const [runtime] = await Promise.all([
    SimdRuntime.start(options),
    loadCpuBackend(), // whose kernels it takes over
  ]);
  unloadSimdBackend();
  registerKernels(SIMD);
  registerEngine(SIMD, { recurrent: simdRecurrentKernels, training: simdTrainingKernels });
  tf.registerBackend(SIMD, () => new SimdBackend(runtime));
  loaded = { runtime, options: wanted };
}

/** Removes the backend and ends its threads. */
export function unloadSimdBackend(): void {
  if (tf.findBackendFactory(SIMD)) tf.removeBackend(SIMD);
  loaded?.runtime.end();
  loaded = undefined;
}

/** The state of the backend; undefined before `loadSimdBackend`. */
export function simdStatus(): SimdStatus | undefined {
  if (!loaded) return undefined;
  const { threads, arithmetic, reason, memory } = loaded.runtime;
  return { threads, arithmetic, reason, bytesInUse: memory.bytesInUse };
}

/** The backend, if it is the current one. */
export function currentSimdBackend(): SimdBackend | undefined {
  const backend = tf.engine().backendName === undefined ? undefined : tf.engine().backend;
  return backend instanceof SimdBackend ? backend : undefined;
}

/** `simd`: WebAssembly on all cores, part of this package. */
export const simdBackend: Backend = { engine: SIMD, load: loadSimdBackend, status: backendStatus };

function backendStatus(): BackendStatus {
  const status = simdStatus();
  if (!status) throw new Error('The backend simd must be loaded.');
  const { threads, arithmetic, reason } = status;
  const cores = `${threads} ${threads === 1 ? 'thread' : 'threads'}`;
  return { threads, arithmetic, about: `${cores}, ${arithmetic} arithmetic, ${reason}` };
}
