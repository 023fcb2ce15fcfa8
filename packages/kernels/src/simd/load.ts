/** Starts the runtime and registers the backend `simd` with TensorFlow.js. */
import { ConfigError } from '@anodec/core';
import type { Backend, BackendStatus } from '../backend-contract.js';
import { loadCpuBackend } from '../cpu/load.js';
import { registerEngine } from '../engine.js';
import { RecordedRepeater } from '../recorded-repeater.js';
import { tf } from '../tensorflow.js';
import { SimdBackend } from './backend.js';
import { askedNative } from './native.js';
import { nativeProblem } from './native-check.js';
import { registerKernels } from './operations.js';
import { simdDropout } from './ops/drop.js';
import { simdMish } from './ops/mish.js';
import { simdRecurrentKernels } from './recurrent/kernels.js';
import { type SimdOptions, SimdRuntime } from './runtime.js';
import { simdZeros } from './ops/zeros.js';
import { SimdRecorder } from './recorder.js';
import { simdTrainingKernels } from './training/kernels.js';

/** The backend's name inside TensorFlow.js. */
export const SIMD = 'simd';

/** The state of the loaded backend. */
export interface SimdStatus {
  readonly threads: number;
  readonly arithmetic: 'relaxed' | 'strict';
  /** The reason for this arithmetic. */
  readonly reason: string;
  /** The instruction set of the native kernels; undefined where WebAssembly computes alone. */
  readonly native?: string;
  /** Number of jobs so far that WebAssembly computed because the native build lacks their kernel. */
  readonly jobsInWebAssembly: number;
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
    options.native ?? false,
    options.nativeFile,
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
  registerEngine(SIMD, {
    recurrent: simdRecurrentKernels,
    training: simdTrainingKernels,
    mish: simdMish,
    dropout: simdDropout,
    zeros: simdZeros,
    createRepeater: () =>
      new RecordedRepeater(new SimdRecorder(tf.backend() as unknown as SimdBackend)),
  });
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
  const { threads, arithmetic, reason, native, jobsInWebAssembly, memory } = loaded.runtime;
  const { bytesInUse } = memory;
  return { threads, arithmetic, reason, ...(native && { native }), jobsInWebAssembly, bytesInUse };
}

/** Number of jobs so far that WebAssembly computed beside native kernels; 0 where there are none. */
export function webAssemblyJobCount(): number {
  return loaded?.runtime.jobsInWebAssembly ?? 0;
}

/** The backend, if it is the current one. */
export function currentSimdBackend(): SimdBackend | undefined {
  const backend = tf.engine().backendName === undefined ? undefined : tf.engine().backend;
  return backend instanceof SimdBackend ? backend : undefined;
}

/** `simd`: WebAssembly on all cores, part of this package. */
export const simdBackend: Backend = {
  engine: SIMD,
  load: (options) => loadSimdBackend({ ...options, native: false }),
  status: backendStatus,
  isLoaded: () => loaded !== undefined && !loaded.runtime.native,
};

/** `native`: the same backend with the native build of its kernels. */
export const nativeBackend: Backend = {
  engine: SIMD,
  load: loadNativeBackend,
  status: backendStatus,
  isLoaded: () => loaded?.runtime.native !== undefined,
};

async function loadNativeBackend(options: SimdOptions): Promise<void> {
  const problem = await nativeProblem();
  if (problem === undefined) return loadSimdBackend({ ...options, native: askedNative() });
  throw new ConfigError(
    `Native kernels must have been built and tested here, got: ${problem}. ` +
      'Set `backend` to simd, which computes in WebAssembly.',
  );
}

function backendStatus(): BackendStatus {
  const status = simdStatus();
  if (!status) throw new Error('The backend simd must be loaded.');
  const { threads, arithmetic, reason, native } = status;
  const cores = `${threads} ${threads === 1 ? 'thread' : 'threads'}`;
  const how = native ? `native kernels for ${native}` : reason;
  return { threads, arithmetic, about: `${cores}, ${arithmetic} arithmetic, ${how}` };
}
