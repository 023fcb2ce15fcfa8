/** The training kernels of the backend `simd`; their loops are in `assembly/training`. */
import type { NamedAttrMap, NamedTensorMap, TensorInfo } from '@tensorflow/tfjs-core';
import { tf, valuesOf } from '../../tensorflow.js';
import type { SimdBackend } from '../backend.js';
import { clipFactor } from '../../training/clip.js';
import type { TrainingKernels } from '../../training/kernel.js';
import type { LossName } from '../../training/loss-reference.js';
import type { NormClip } from '../../training/update.js';

/** Values in a chunk, a multiple of four: some 10 µs of work. */
const PER_CHUNK = 16_384;

/** The codes of the losses in `assembly/training/loss.ts`. */
const LOSSES: Readonly<Record<LossName, number>> = { mae: 0, mse: 1, huber: 2 };

/** The kernels that `simd` registers for a training step. */
export const simdTrainingKernels: TrainingKernels = {
  dense: (a, b, bias) => multiply('_FusedMatMul', { a, b, bias }, { transposeB: true }),

  denseGradients: (dRows, rows, weight) => ({
    rows: multiply('BatchMatMul', { a: dRows, b: weight }, {}),
    weight: multiply('BatchMatMul', { a: dRows, b: rows }, { transposeA: true }),
    bias: tf.sum(dRows, 0),
  }),

  loss(name, output, target, mask) {
    const simd = tf.backend() as unknown as SimdBackend;
    const { size } = output;
    const shared = mask ? size / mask.size : 1;
    const weights = mask && sumChunks(simd, 'sumsChunk', mask);
    const total = () => (weights ? shared * weights() : size);
    const [value, gradient] = [simd.output([]), simd.output(output.shape)];
    const perChunk = Math.max(1, Math.floor(PER_CHUNK / shared)) * shared; // whole rows
    const addresses = [output, target, gradient].map((tensor) => simd.floats(tensor));
    const sum = sumPartials(simd, Math.ceil(size / perChunk), (partials, chunks) =>
      simd.runtime.run('lossChunk', {
        integers: [
          size,
          perChunk,
          ...addresses,
          mask ? simd.floats(mask) : 0,
          shared,
          LOSSES[name],
          partials,
        ],
        floats: () => [total() > 0 ? 1 / total() : 0],
        chunks,
        work: size,
      }),
    );
    const mean = simd.floats(value);
    simd.runtime.host(() => simd.runtime.memory.floats(mean, 1).fill(sum() / total()));
    return { value: tensorOf(value), gradient: tensorOf(gradient) };
  },

  scale: (gradient, factor) =>
    valuesOf(factor)[0] === 1 ? tf.clone(gradient) : tf.mul(gradient, factor),

  norm(gradients) {
    const simd = tf.backend() as unknown as SimdBackend;
    const squares = gradients.map((gradient) => sumChunks(simd, 'squaresChunk', gradient));
    return tf.scalar(Math.sqrt(squares.reduce((sum, square) => sum + square(), 0)));
  },

  adam({ weight, first, second, largest }, gradient, clip, coefficients) {
    const { beta1, beta2, epsilon, rate, correction, kept, decay } = coefficients;
    const moments = [beta1, 1 - beta1, beta2, 1 - beta2];
    const floats = [...moments, rate, 1 / correction, epsilon, kept, decay];
    const old = [weight, first, second, largest];
    const [w, m, v, most] = update('adamChunk', old, gradient, clip, floats);
    return { weight: w, first: m, second: v, ...(largest && { largest: most }) };
  },

  sgd({ weight, velocity }, gradient, clip, { rate, momentum, nesterov, decay }) {
    const floats = [rate, momentum, nesterov ? 1 : 0, decay];
    const [w, v] = update('sgdChunk', [weight, velocity], gradient, clip, floats);
    return { weight: w, ...(velocity && { velocity: v }) };
  },

  rmsprop({ weight, square, mean, velocity }, gradient, clip, coefficients) {
    const { rate, alpha, epsilon, momentum, decay } = coefficients;
    const floats = [rate, alpha, 1 - alpha, epsilon, momentum, decay];
    const old = [weight, square, mean, velocity];
    const [w, s, m, v] = update('rmspropChunk', old, gradient, clip, floats);
    return { weight: w, square: s, ...(mean && { mean: m }), ...(velocity && { velocity: v }) };
  },
};

/**
 * Runs the kernel of an optimiser: N, values per chunk, the gradient, the old tensors and where the new
 * ones go, 0 for an absent one; the factor of the gradient, then `floats`.
 *
 * A tensor that shares its values with no other is overwritten, so that weights stay where a recorded step reads them.
 *
 * @returns the new tensors, in the order of the old ones, without the absent ones' meaning
 */
function update(
  kernel: string,
  old: readonly (tf.Tensor | undefined)[],
  gradient: tf.Tensor,
  clip: NormClip,
  floats: readonly number[],
): tf.Tensor[] {
  const simd = tf.backend() as unknown as SimdBackend;
  const { size, shape } = gradient;
  const next = old.map((tensor) => {
    const isAlone = tensor && simd.refCount(tensor.dataId) === 1;
    return tensor && (isAlone ? tensor : tensorOf(simd.output(shape)));
  });
  const integers = [size, PER_CHUNK, simd.floats(gradient)];
  for (const tensor of old) integers.push(tensor ? simd.floats(tensor) : 0);
  for (const tensor of next) integers.push(tensor ? simd.floats(tensor) : 0);
  simd.runtime.run(kernel, {
    integers,
    floats: [factorOf(clip), ...floats],
    chunks: Math.ceil(size / PER_CHUNK),
    work: 2 * size,
  });
  return next.map((tensor) => tensor ?? gradient);
}

/** Factors by the norm that they follow from: all weights of a step have the same, and to read it costs as much as a job. */
const factors = new WeakMap<tf.Tensor, { readonly limit: number; readonly factor: number }>();

function factorOf({ norm, limit }: NormClip): number {
  if (limit === 0) return 1;
  const known = factors.get(norm);
  if (known?.limit === limit) return known.factor;
  const factor = clipFactor(valuesOf(norm)[0], limit);
  factors.set(norm, { limit, factor });
  return factor;
}

/** A product by the backend's own kernel, without the shape checks and the tape of tf.matMul. */
function multiply(kernel: string, inputs: NamedTensorMap, attributes: NamedAttrMap): tf.Tensor {
  const attrs = { transposeA: false, transposeB: false, activation: 'linear', ...attributes };
  return tf.engine().runKernel<tf.Tensor>(kernel, inputs, attrs);
}

/** Adds up the results of a kernel over the chunks of a tensor. @returns gives the sum of the last run */
function sumChunks(simd: SimdBackend, kernel: string, tensor: tf.Tensor): () => number {
  const address = simd.floats(tensor);
  return sumPartials(simd, Math.ceil(tensor.size / PER_CHUNK), (partials, chunks) =>
    simd.runtime.run(kernel, {
      integers: [tensor.size, PER_CHUNK, address, partials],
      chunks,
      work: tensor.size / 2,
    }),
  );
}

/** Adds up one double for each chunk, in the order of the chunks. @returns gives the sum of the last run */
function sumPartials(
  { runtime }: SimdBackend,
  chunks: number,
  run: (partials: number, chunks: number) => void,
): () => number {
  let total = 0;
  runtime.withScratch(8 * chunks, (partials) => {
    run(partials, chunks);
    runtime.host(() => {
      const sums = runtime.memory.doubles(partials, chunks);
      total = 0;
      for (let i = 0; i < chunks; i++) total += sums[i];
    });
  });
  return () => total;
}

function tensorOf(info: TensorInfo): tf.Tensor {
  return tf.engine().makeTensorFromTensorInfo(info);
}
