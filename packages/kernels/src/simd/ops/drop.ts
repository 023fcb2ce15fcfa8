/** Dropout by hashed places, by `assembly/ops/drop.ts`. */
import type { DropoutKernel } from '../../dropout-kernel.js';
import { tf } from '../../tensorflow.js';
import type { SimdBackend } from '../backend.js';
import { shareOf } from './call.js';

/** Floats of a cache line; a tensor occupies whole ones. */
const LINE = 16;

/** The kernel that `simd` registers. */
export const simdDropout: DropoutKernel = (input, { seed, limit, kept }) => {
  const simd = tf.backend() as unknown as SimdBackend;
  const from = simd.floats(input);
  const out = simd.output(input.shape);
  const { head, chunks } = shareOf(Math.ceil(input.size / LINE), LINE);
  simd.runtime.run('dropValues', {
    integers: [...head, simd.floats(out), from, seed | 0, limit | 0],
    floats: [kept],
    chunks,
    work: input.size,
  });
  return tf.engine().makeTensorFromTensorInfo(out);
};
