/** The training kernels over typed arrays, for backends whose tensors can be read synchronously. */
import { multiply, type Products } from '../products.js';
import { sumRows, transpose } from '../real.js';
import { tf, valuesOf } from '../tensorflow.js';
import { adamReference, clipFactor, normReference } from './adam-reference.js';
import type { TrainingKernels } from './kernel.js';
import { lossReference } from './loss-reference.js';

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

    adam(tensors, gradient, norm, coefficients) {
      const { weight, first, second } = tensors;
      const { shape } = weight;
      const arrays = {
        weight: valuesOf(weight).slice(), // the cpu backend returns its own array
        first: valuesOf(first).slice(),
        second: valuesOf(second).slice(),
      };
      const factor = clipFactor(valuesOf(norm)[0], coefficients.clipNorm);
      adamReference(arrays, valuesOf(gradient), factor, coefficients);
      return {
        weight: tf.tensor(arrays.weight, shape),
        first: tf.tensor(arrays.first, shape),
        second: tf.tensor(arrays.second, shape),
      };
    },
  };
}
