/** Flags of the original program that mean nothing here; its scripts pass them, so they are taken. */
import { ConfigError } from '@anodec/core';
import { z } from 'zod';

export const OriginalFlags = z.strictObject({
  numWorkers: z
    .int()
    .min(0)
    .optional()
    .describe('Taken from the original, without effect: windows are gathered in place, not loaded'),
  gpus: z
    .int()
    .min(0)
    .optional()
    .describe('Taken from the original; above 0 it needs --backend tensorflow or webgpu'),
});

/**
 * Says what becomes of the flags that were given.
 *
 * @returns a line for each that has no effect
 * @throws ConfigError when a GPU is asked for and the backend has none
 */
export function explainOriginalFlags(
  { numWorkers, gpus = 0 }: z.output<typeof OriginalFlags>,
  backend: string,
): string[] {
  if (gpus > 0 && backend !== 'tensorflow' && backend !== 'webgpu') {
    throw new ConfigError(
      `--gpus ${gpus} must come with --backend tensorflow and @tensorflow/tfjs-node-gpu installed, or ` +
        `with --backend webgpu, got --backend ${backend}. Leave --gpus out to train on the processor.`,
    );
  }
  if (numWorkers === undefined) return [];
  return ['--num-workers has no effect: windows are gathered in place, by no worker.'];
}
