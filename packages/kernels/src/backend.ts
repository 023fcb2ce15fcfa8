/** The choice of TensorFlow.js backend, made once at the start of a run. */
import { ConfigError, lookup } from '@anodec/core';
import { plainProducts, type Products } from './products.js';
import { loadSimdBackend, SIMD } from './simd/index.js';
import { loadCpuBackend, loadNativeBackend, loadWasmBackend, tf } from './tensorflow.js';
import { createWasmProducts } from './wasm-products.js';

/** What a backend needs to be chosen. */
export interface Backend {
  /** Its name inside TensorFlow.js. */
  readonly engine: string;
  /** A few words for the first line of a run. */
  readonly about: string;
  /** Loads its package, which registers it. */
  readonly load: () => Promise<void>;
  /** Matrix products over typed arrays; without them operations are composed from the backend's own. */
  readonly products?: () => Products<Float32Array>;
}

/** To add a backend: one line here. The command line and the contract tests read it. */
export const backends: Readonly<Record<string, Backend>> = {
  simd: {
    engine: SIMD,
    about: 'WebAssembly with SIMD on all cores',
    load: loadSimdBackend,
  },
  wasm: {
    engine: 'wasm',
    about: 'WebAssembly with SIMD, one thread',
    load: loadWasmBackend,
    products: createWasmProducts,
  },
  cpu: {
    engine: 'cpu',
    about: 'plain JavaScript, one thread',
    load: loadCpuBackend,
    products: () => plainProducts,
  },
  tensorflow: {
    engine: 'tensorflow',
    about: 'libtensorflow, untested',
    load: loadNativeBackend,
  },
};

/** The fastest that the npm registry alone can install; see the figures in README.md. */
const DEFAULT_BACKEND = 'wasm';

/** Which backend computes, and why; what the first line of a run says. */
export interface ChosenBackend {
  readonly name: string;
  readonly reason: string;
}

/**
 * Makes a backend the one that computes.
 *
 * @param name a name of `backends`, or `auto`
 * @throws ConfigError when there is no such backend or it cannot be loaded
 */
export async function useBackend(name = 'auto'): Promise<ChosenBackend> {
  const chosen = name === 'auto' ? DEFAULT_BACKEND : name;
  const backend = lookup('backend', { auto: backends[DEFAULT_BACKEND], ...backends }, chosen);
  silenceHints();
  try {
    // one after the other: TensorFlow.js drops a start when another one is asked for meanwhile
    starting = starting.catch(() => {}).then(() => start(backend));
    await starting;
  } catch (error) {
    throw new ConfigError(
      `The backend ${chosen} must be loadable, got: ${(error as Error).message}. ` +
        `Choose --backend ${DEFAULT_BACKEND}, which needs nothing installed.`,
      { cause: error },
    );
  }
  const why = name === 'auto' ? 'the fastest that npm alone installs' : 'as asked for';
  return { name: chosen, reason: `${backend.about}; ${why}` };
}

let starting: Promise<void> = Promise.resolve();

async function start({ engine, load }: Backend): Promise<void> {
  if (tf.engine().backendName === engine) return;
  await load();
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
