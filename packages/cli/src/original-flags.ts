/** Flags of the original program without effect here, accepted because its scripts pass them. */
import { ConfigError } from '@anodec/core';
import { z } from 'zod';

export const OriginalFlags = z.strictObject({
  numWorkers: z
    .int()
    .min(0)
    .optional()
    .describe(
      'Accepted for scripts of the original program, without effect: windows are read from memory',
    ),
  gpus: z
    .int()
    .min(0)
    .optional()
    .describe('GPUs, as in the original program; above 0 it needs --backend tensorflow or webgpu'),
});

/**
 * Explains the effect of the flags that were given.
 *
 * @returns a line for each that has no effect
 * @throws ConfigError when a GPU is asked for and the backend has none
 */
export function explainOriginalFlags(
  { numWorkers, gpus = 0 }: z.output<typeof OriginalFlags>,
  backend: unknown,
): string[] {
  if (gpus > 0 && backend !== 'tensorflow' && backend !== 'webgpu') {
    throw new ConfigError(
      `--gpus ${gpus} must come with --backend tensorflow and @tensorflow/tfjs-node-gpu installed, or ` +
        `with --backend webgpu, got --backend ${String(backend)}. Leave out --gpus to train on the processor.`,
    );
  }
  if (numWorkers === undefined) return [];
  return ['--num-workers has no effect: windows are read from memory without workers.'];
}
