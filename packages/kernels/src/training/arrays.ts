/** The training kernels over typed arrays, for backends whose tensors can be read synchronously. */
import { multiply, type Products } from '../products.js';
import { sumRows, transpose } from '../real.js';
import { tf, valuesOf } from '../tensorflow.js';
import { clipFactor, normReference } from './clip.js';
import type { TrainingKernels } from './kernel.js';
import { lossReference } from './loss-reference.js';
import { adamReference } from './rules/adam.js';
import { rmspropReference } from './rules/rmsprop.js';
import { sgdReference } from './rules/sgd.js';
import type { NormClip } from './update.js';

/** The training kernels around the matrix products of an engine. */
export function createArrayKernels(products: Products<Float32Array>): TrainingKernels {
  return {
    dense(rows, weight, bias) {
      const [M, I] = rows.shape;
      const O = bias.size;
      const out = new Float32Array(M * O);
      const offsets = valuesOf(bias);
      multiply(products, valuesOf(rows), transpose(valuesOf(weight), O, I), out, [M, I, O]);
      for (let row = 0; row < out.length; row += O) {
        for (let o = 0; o < O; o++) out[row + o] += offsets[o];
      }
      return tf.tensor(out, [M, O]);
    },

    denseGradients(dRows, rows, weight) {
      const [M, I] = rows.shape;
      const O = weight.shape[0];
      const gradient = valuesOf(dRows);
      const dInput = new Float32Array(M * I);
      const dBias = new Float32Array(O);
      multiply(products, gradient, valuesOf(weight), dInput, [M, O, I]);
      sumRows(gradient, M, O, dBias);
      // the transpose of rowsᵀ · gradient: less to transpose than gradientᵀ · rows
      const dWeight = new Float32Array(I * O);
      multiply(products, transpose(valuesOf(rows), M, I), gradient, dWeight, [I, M, O]);
      return {
        rows: tf.tensor(dInput, [M, I]),
        weight: tf.tensor(transpose(dWeight, I, O), [O, I]),
        bias: tf.tensor1d(dBias),
      };
    },

    loss(name, output, target, mask) {
      const weights = mask && valuesOf(mask);
      const { value, gradient } = lossReference(name, valuesOf(output), valuesOf(target), weights);
      return { value: tf.scalar(value), gradient: tf.tensor(gradient, output.shape) };
    },

    scale: (gradient, factor) =>
      valuesOf(factor)[0] === 1 ? tf.clone(gradient) : tf.mul(gradient, factor),

    norm: (gradients) => tf.scalar(normReference(gradients.map(valuesOf))),

    adam: (tensors, gradient, clip, coefficients) =>
      update(tensors, (arrays) =>
        adamReference(arrays, valuesOf(gradient), factorOf(clip), coefficients),
      ),

    sgd: (tensors, gradient, clip, coefficients) =>
      update(tensors, (arrays) =>
        sgdReference(arrays, valuesOf(gradient), factorOf(clip), coefficients),
      ),

    rmsprop: (tensors, gradient, clip, coefficients) =>
      update(tensors, (arrays) =>
        rmspropReference(arrays, valuesOf(gradient), factorOf(clip), coefficients),
      ),
  };
}

function factorOf({ norm, limit }: NormClip): number {
  return clipFactor(valuesOf(norm)[0], limit);
}

/** New tensors with what `overwrite` makes of copies of the values of the old ones. */
function update<Tensors extends object>(
  tensors: Tensors,
  overwrite: (arrays: { [Part in keyof Tensors]: Float32Array }) => void,
): Tensors {
  const entries = Object.entries(tensors) as [string, tf.Tensor][];
  // copies: the cpu backend returns its own arrays
  const arrays = entries.map(([part, tensor]) => [part, valuesOf(tensor).slice()] as const);
  overwrite(Object.fromEntries(arrays) as { [Part in keyof Tensors]: Float32Array });
  return Object.fromEntries(
    arrays.map(([part, values], i) => [part, tf.tensor(values, entries[i][1].shape)]),
  ) as Tensors;
}
