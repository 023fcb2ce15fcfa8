/** Zeros in the shared memory, set by JavaScript: they are few, and a recording repeats that, too. */
import { tf } from '../../tensorflow.js';
import type { SimdBackend } from '../backend.js';
import { sizeOf } from '../shapes.js';

/** A tensor of zeros. */
export function simdZeros(shape: number[]): tf.Tensor {
  const simd = tf.backend() as unknown as SimdBackend;
  const out = simd.output(shape);
  const address = simd.floats(out);
  const { memory } = simd.runtime;
  simd.runtime.host(() => memory.floats(address, sizeOf(shape)).fill(0));
  return tf.engine().makeTensorFromTensorInfo(out);
}
