/** The choice of TensorFlow.js backend, made once at the start of a run. */
import { ConfigError, lookup } from '@anodec/core';
import { plainProducts, type Products } from './products.js';
import { loadSimdBackend, SIMD, simdStatus } from './simd/index.js';
import { loadCpuBackend, loadWasmBackend, tf } from './tensorflow.js';
import { describeTensorflow, loadTensorflowBackend } from './tensorflow-backend/load.js';
import { createWasmProducts } from './wasm-products.js';
import { describeWebgpu, isSoftwareAdapter, loadWebgpuBackend } from './webgpu/load.js';

/**
 * How a backend rounds. Relaxed, a product and a sum are rounded once where the machine can; strict,
 * the results have the same bits on every machine; device: as the driver of a GPU or libtensorflow
 * sees fit.
 */
export type Arithmetic = 'relaxed' | 'strict' | 'device';

/** What somebody may ask of the backend besides its name. */
export interface BackendOptions {
  /** Threads that compute, with the calling one; left out: all cores. */
  readonly threads?: number;
  /** Portable bits instead of the fastest arithmetic. */
  readonly strict?: boolean;
}

/** What a backend computes with. */
export interface BackendStatus {
  /** 0 where only the backend's library knows. */
  readonly threads: number;
  readonly arithmetic: Arithmetic;
  /** A few words for the first line of a run. */
  readonly about: string;
  /** Whether the device is none, but the processor in its place: right, and very slow. */
  readonly imitated?: boolean;
}

/** What a backend needs to be chosen. */
export interface Backend {
  /** Its name inside TensorFlow.js. */
  readonly engine: string;
  /** Loads its package, which registers it. */
  readonly load: (options: BackendOptions) => Promise<void>;
  /** What it computes with; asked once it is loaded. */
  readonly status: () => BackendStatus;
  /** Matrix products over typed arrays; without them operations are composed from the backend's own. */
  readonly products?: () => Products<Float32Array>;
}

/** To add a backend: one line here. The command line and the contract tests read it. */
export const backends: Readonly<Record<string, Backend>> = {
  simd: { engine: SIMD, load: loadSimdBackend, status: describeSimd },
  tensorflow: {
    engine: 'tensorflow',
    load: loadTensorflowBackend,
    status: () => ({ threads: 0, arithmetic: 'device', about: describeTensorflow() }),
  },
  webgpu: {
    engine: 'webgpu',
    load: loadWebgpuBackend,
    status: () => ({
      threads: 0,
      arithmetic: 'device',
      about: describeWebgpu(),
      imitated: isSoftwareAdapter(),
    }),
  },
  wasm: {
    engine: 'wasm',
    load: loadWasmBackend,
    status: () => ({ threads: 1, arithmetic: 'strict', about: 'TensorFlow.js’s WebAssembly' }),
    products: createWasmProducts,
  },
  cpu: {
    engine: 'cpu',
    load: loadCpuBackend,
    status: () => ({ threads: 1, arithmetic: 'strict', about: 'plain JavaScript' }),
    products: () => plainProducts,
  },
};

/** The fastest that the npm registry alone can install; see the figures in README.md. */
export const DEFAULT_BACKEND = 'simd';

/** Which backend computes, and why; what the first line of a run says. */
export interface ChosenBackend {
  readonly name: string;
  /** 0 where only the backend's library knows. */
  readonly threads: number;
  readonly arithmetic: Arithmetic;
  readonly reason: string;
  /** Whether the device is none, but the processor in its place: right, and very slow. */
  readonly imitated: boolean;
}

/**
 * Makes a backend the one that computes.
 *
 * @param name a name of `backends`, or `auto`
 * @throws ConfigError when there is no such backend, it cannot be loaded, or cannot do what is asked
 */
export async function useBackend(
  name = 'auto',
  options: BackendOptions = {},
): Promise<ChosenBackend> {
  const chosen = name === 'auto' ? DEFAULT_BACKEND : name;
  const backend = lookup('backend', { auto: backends[DEFAULT_BACKEND], ...backends }, chosen);
  silenceHints();
  try {
    // one after the other: TensorFlow.js drops a start when another one is asked for meanwhile
    starting = starting.catch(() => {}).then(() => start(backend, options));
    await starting;
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    const instead = chosen === DEFAULT_BACKEND ? 'cpu' : DEFAULT_BACKEND;
    throw new ConfigError(
      `The backend ${chosen} must be loadable, got: ${(error as Error).message}. ` +
        `Choose --backend ${instead}, which needs nothing installed.`,
      { cause: error },
    );
  }
  const { threads, arithmetic, about, imitated = false } = backend.status();
  checkOptions(chosen, options, { threads, arithmetic });
  const why = name === 'auto' ? 'the fastest that npm alone installs' : 'the backend asked for';
  return { name: chosen, threads, arithmetic, imitated, reason: `${about}; ${why}` };
}

/** Nothing that was asked for is ignored quietly. */
function checkOptions(
  name: string,
  { threads, strict }: BackendOptions,
  got: Pick<BackendStatus, 'threads' | 'arithmetic'>,
): void {
  const advice = 'or choose --backend simd';
  if (threads !== undefined && threads !== got.threads) {
    const can = got.threads === 0 ? 'as many threads as it likes' : `${got.threads} thread`;
    throw new ConfigError(
      `The backend ${name} computes on ${can}, got --threads ${threads}. Leave it out, ${advice}.`,
    );
  }
  if (strict && got.arithmetic !== 'strict') {
    throw new ConfigError(
      `The backend ${name} rounds as its device does, got --strict. Leave it out, ${advice}.`,
    );
  }
}

function describeSimd(): BackendStatus {
  const status = simdStatus();
  if (!status) throw new Error('simd is not loaded');
  const { threads, arithmetic, reason } = status;
  const cores = `${threads} ${threads === 1 ? 'thread' : 'threads'}`;
  return { threads, arithmetic, about: `${cores}, ${arithmetic} arithmetic, ${reason}` };
}

let starting: Promise<void> = Promise.resolve();

async function start({ engine, load }: Backend, options: BackendOptions): Promise<void> {
  await load(options); // also the current one: other threads are another backend
  if (!(await tf.setBackend(engine))) throw new Error('it did not start');
  await tf.ready();
}

/** The backend that computes now, or undefined before `useBackend`. */
export function currentBackend(): string | undefined {
  const engine = tf.engine().backendName;
  return Object.keys(backends).find((name) => backends[name].engine === engine);
}

/** Products over typed arrays on the current backend, where it has some. */
export function currentProducts(): Products<Float32Array> | undefined {
  const name = currentBackend();
  return name === undefined ? undefined : backends[name].products?.();
}

/** TensorFlow.js advises on the console to install other packages; our own README does that. */
function silenceHints(): void {
  tf.enableProdMode();
}
