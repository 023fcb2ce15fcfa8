/** Settings of the backend. */
import { z } from 'zod';

/** The backend. */
export const ComputeConfig = z.strictObject({
  backend: z
    .enum(['auto', 'native', 'simd', 'tensorflow', 'webgpu', 'wasm', 'cpu'])
    .default('auto')
    .describe(
      'Compute backend; auto = native where a C compiler was found at set-up, else simd (WebAssembly)',
    ),
  threads: z
    .int()
    .min(1)
    .max(256)
    .optional()
    .describe('Number of compute threads; without it ANODEC_THREADS, or one per core'),
  strict: z
    .boolean()
    .default(false)
    .describe('Bit-identical results on every machine, about a third slower'),
});

export type ComputeConfig = z.output<typeof ComputeConfig>;
