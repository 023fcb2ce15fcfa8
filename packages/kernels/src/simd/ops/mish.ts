/** Mish and its gradient in one pass over memory each, by `assembly/ops/mish.ts`. */
import type { MishKernels } from '../../mish-kernels.js';
import { tf } from '../../tensorflow.js';
import type { SimdBackend } from '../backend.js';
import { runBinary } from './binary.js';
import { EXPONENTIAL, runUnary } from './unary.js';

/** The kernels that `simd` registers. */
export const simdMish: MishKernels = {
  value: (x) => tensorOf(runUnary(currentBackend(), 'unaryMish', EXPONENTIAL, x)),
  gradient: (dValue, x) => tensorOf(runBinary(currentBackend(), 'binaryMishGrad', dValue, x)),
};

function currentBackend(): SimdBackend {
  return tf.backend() as unknown as SimdBackend;
}

function tensorOf(info: ReturnType<typeof runBinary>): tf.Tensor {
  // undefined only where shapes differ in a way that no gradient does
  if (!info) throw new Error('Mish and its gradient must have the same shape.');
  return tf.engine().makeTensorFromTensorInfo(info);
}
