/** The choice of the backend that computes, made once at the start of a run. */
import { ConfigError, lookup } from '@anodec/core';
import type { Arithmetic, Backend, BackendOptions, BackendStatus } from './backend-contract.js';
import { cpuBackend } from './cpu/load.js';
import { nativeBackend, simdBackend } from './simd/load.js';
import { nativeProblem } from './simd/native-check.js';
import { tf } from './tensorflow.js';
import { tensorflowBackend } from './tensorflow-backend/load.js';
import { wasmBackend } from './wasm/load.js';
import { webgpuBackend } from './webgpu/load.js';

/**
 * To add a backend: one file that exports a `Backend` and registers its kernels (`registerEngine`), one
 * line here. The command line and the contract tests read this table.
 */
export const backends: Readonly<Record<string, Backend>> = {
  native: nativeBackend,
  simd: simdBackend,
  tensorflow: tensorflowBackend,
  webgpu: webgpuBackend,
  wasm: wasmBackend,
  cpu: cpuBackend,
};

/** The fastest that the npm registry alone can install; see the measurements in README.md. */
export const DEFAULT_BACKEND = 'simd';
/** The same where there is a C compiler. */
const FASTEST_BACKEND = 'native';

/** The backend that computes, and the reason; the first line of a run says both. */
export interface ChosenBackend {
  readonly name: string;
  /** 0 where the backend's library decides. */
  readonly threads: number;
  readonly arithmetic: Arithmetic;
  readonly reason: string;
  /** Whether the device is emulated on the processor: correct, and very slow. */
  readonly imitated: boolean;
  /** Absent in runs of versions that did not record it. */
  readonly usesGpu?: boolean;
}

/**
 * Loads a backend and makes it the current one.
 *
 * @param name a name of `backends`, or `auto`
 * @throws ConfigError when there is no such backend, it cannot be loaded, or it lacks an option
 */
export async function useBackend(
  name = 'auto',
  options: BackendOptions = {},
): Promise<ChosenBackend> {
  const automatic = name === 'auto' ? await chooseBackend(options) : undefined;
  const chosen = automatic?.name ?? name;
  const backend = lookup('backend', { auto: backends[DEFAULT_BACKEND], ...backends }, chosen);
  silenceHints();
  try {
    // one after the other: TensorFlow.js drops a start when another one is requested meanwhile
    starting = starting.catch(() => {}).then(() => start(backend, options));
    await starting;
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    const instead = chosen === DEFAULT_BACKEND ? 'cpu' : DEFAULT_BACKEND;
    throw new ConfigError(
      `The backend ${chosen} must be loadable, got: ${(error as Error).message}. ` +
        `Set \`backend\` to ${instead}, which needs no further installation.`,
      { cause: error },
    );
  }
  const { threads, arithmetic, about, imitated = false, usesGpu = false } = backend.status();
  checkOptions(chosen, options, { threads, arithmetic });
  const why = automatic?.why ?? 'the backend asked for';
  return { name: chosen, threads, arithmetic, imitated, usesGpu, reason: `${about}; ${why}` };
}

/** What `auto` is: native kernels where they can be used, WebAssembly elsewhere. */
async function chooseBackend({ strict }: BackendOptions): Promise<{ name: string; why: string }> {
  const fallback = { name: DEFAULT_BACKEND, why: 'the fastest that npm alone installs' };
  if (strict) return fallback; // native kernels are not
  const problem = await nativeProblem();
  if (problem === undefined) return { name: FASTEST_BACKEND, why: 'the fastest here' };
  return { ...fallback, why: `${fallback.why}; native kernels: ${problem}` };
}

/** Refuses options that the backend would ignore. */
function checkOptions(
  name: string,
  { threads, strict }: BackendOptions,
  got: Pick<BackendStatus, 'threads' | 'arithmetic'>,
): void {
  const advice = 'or set `backend` to simd';
  if (threads !== undefined && threads !== got.threads) {
    const can =
      got.threads === 0 ? 'a number of threads of its own choice' : threadsOf(got.threads);
    throw new ConfigError(
      `The backend ${name} computes on ${can}, got \`threads\` ${threads}. Omit it, ${advice}.`,
    );
  }
  if (strict && got.arithmetic !== 'strict') {
    throw new ConfigError(
      `The backend ${name} rounds as its device does, got \`strict\`. Omit it, ${advice}.`,
    );
  }
}

function threadsOf(count: number): string {
  return count === 1 ? '1 thread' : `${count} threads`;
}

let starting: Promise<void> = Promise.resolve();
/** What the latest start has made the backend with; a package that is loaded anew brings another. */
let started: ReturnType<typeof tf.findBackendFactory> | undefined;

async function start({ engine, load }: Backend, options: BackendOptions): Promise<void> {
  await load(options); // also the current one: other threads are another backend
  const factory = tf.findBackendFactory(engine);
  // TensorFlow.js sets all kernels up anew where it is told to take the one that it has
  if (tf.engine().backendName === engine && factory === started) return;
  if (!(await tf.setBackend(engine))) throw new Error('it does not start');
  await tf.ready();
  started = factory;
}

/** The name of the current backend; undefined before `useBackend`. */
export function currentBackend(): string | undefined {
  const engine = tf.engine().backendName;
  return Object.keys(backends).find((name) => {
    const { engine: its, isLoaded = () => true } = backends[name];
    return its === engine && isLoaded();
  });
}

/** TensorFlow.js advises on the console to install other packages; README.md of this one does that. */
function silenceHints(): void {
  tf.enableProdMode();
}
