/** What computes, chosen from settings; TensorFlow.js is loaded when it is asked for, not before. */
import type { ChosenBackend } from '@anodec/kernels';
import type { ComputeConfig } from './config.js';

export type { ChosenBackend };

/**
 * Makes the backend of the settings the one that computes.
 *
 * @throws ConfigError when it cannot be loaded or cannot do what is asked
 */
export async function startCompute({
  backend,
  threads,
  strict,
}: ComputeConfig): Promise<ChosenBackend> {
  const { useBackend } = await import('@anodec/kernels');
  return useBackend(backend, { threads, strict });
}

/** Whether this Node can compute with vectors of eight, see the backend `simd`. */
export async function offersWideVectors(): Promise<boolean> {
  const { hasWideVectors } = await import('@anodec/kernels');
  return hasWideVectors();
}

/** The settings with what really computed: the backend by its name, and its arithmetic. */
export function asComputed<Config extends ComputeConfig>(
  config: Config,
  { name, arithmetic }: ChosenBackend,
): Config {
  const backend = name as ComputeConfig['backend']; // the settings list all names, a test says
  return { ...config, backend, strict: arithmetic === 'strict' };
}
