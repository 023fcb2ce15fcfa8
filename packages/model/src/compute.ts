/** The compute backend, chosen by settings; TensorFlow.js is loaded on first use. */
import type { ChosenBackend } from '@anodec/kernels';
import type { ComputeConfig } from './config.js';
import { loadOnce } from './load-once.js';

export type { ChosenBackend };

const kernels = loadOnce(() => import('@anodec/kernels'));

/**
 * Starts the backend of the settings.
 *
 * @throws ConfigError when it cannot be loaded or does not support the settings
 */
export async function startCompute({
  backend,
  threads,
  strict,
}: ComputeConfig): Promise<ChosenBackend> {
  const { useBackend } = await kernels();
  return useBackend(backend, { threads, strict });
}

/** Why the backend `simd` computes with vectors of four floats here; undefined where it takes vectors of eight. */
export async function wideVectorsProblem(): Promise<string | undefined> {
  const { wideProblem } = await kernels();
  return wideProblem();
}

/**
 * The settings of a trained detector for any machine: what native kernels computed, WebAssembly goes on with where there
 * are none, which `auto` says.
 */
export function asPortable<Config extends object>(config: Config): Config {
  const isNative = 'backend' in config && config.backend === 'native';
  return isNative ? { ...config, backend: 'auto' } : config;
}

/** The settings with the backend that really computed, by its name, and its arithmetic. */
export function asComputed<Config extends ComputeConfig>(
  config: Config,
  { name, arithmetic }: ChosenBackend,
): Config {
  const backend = name as ComputeConfig['backend']; // the settings list all names, as a test checks
  return { ...config, backend, strict: arithmetic === 'strict' };
}
