/** The dense layer over every row of a tensor, as one operation with its own gradient. */
import { checkShape } from '@anodec/core';
import { currentProducts } from './backend.js';
import { multiply, outerProduct, type Products } from './products.js';
import { sumRows, transpose } from './real.js';
import { tf, valuesOf } from './tensorflow.js';

interface DenseGradients {
  readonly input: tf.Tensor;
  readonly weight: tf.Tensor;
  readonly bias: tf.Tensor;
}

/**
 * input · weightᵀ + bias.
 *
 * @param input (..., I)
 * @param weight (O, I), as torch.nn.Linear
 * @param bias (O)
 * @returns (..., O)
 */
export function dense(input: tf.Tensor, weight: tf.Tensor, bias: tf.Tensor): tf.Tensor {
  const I = input.shape[input.shape.length - 1];
  const O = bias.size;
  checkShape('weight', { length: weight.size }, O, I);
  const shape = [...input.shape.slice(0, -1), O];
  const products = currentProducts();
  const operation = tf.customGrad((...args: unknown[]) => {
    const save = args.at(-1) as (tensors: tf.Tensor[]) => void;
    save([input, weight]);
    const rows = products
      ? forwardArrays(products, input, weight, bias)
      : tf.add(tf.matMul(asRows(input), asRows(weight), false, true), bias);
    return {
      value: tf.reshape(rows, shape),
      gradFunc: (dValue: tf.Tensor, [x, w]: tf.Tensor[]) => {
        const gradients = products
          ? backwardArrays(products, dValue, x, w)
          : backwardTensors(dValue, x, w);
        return [gradients.input, gradients.weight, gradients.bias];
      },
    };
  });
  return operation(input, weight, bias);
}

function forwardArrays(
  products: Products<Float32Array>,
  input: tf.Tensor,
  weight: tf.Tensor,
  bias: tf.Tensor,
): tf.Tensor {
  const O = bias.size;
  const I = weight.size / O;
  const M = input.size / I;
  const out = new Float32Array(M * O);
  const offsets = valuesOf(bias);
  multiply(products, valuesOf(input), transpose(valuesOf(weight), O, I), out, [M, I, O]);
  for (let row = 0; row < out.length; row += O) {
    for (let o = 0; o < O; o++) out[row + o] += offsets[o];
  }
  return tf.tensor(out, [M, O]);
}

function backwardArrays(
  products: Products<Float32Array>,
  dValue: tf.Tensor,
  input: tf.Tensor,
  weight: tf.Tensor,
): DenseGradients {
  const O = dValue.shape[dValue.shape.length - 1];
  const I = weight.size / O;
  const M = dValue.size / O;
  const dRows = valuesOf(dValue);
  const dInput = new Float32Array(M * I);
  const dBias = new Float32Array(O);
  multiply(products, dRows, valuesOf(weight), dInput, [M, O, I]);
  sumRows(dRows, M, O, dBias);
  const dWeight = outerProduct(dRows, valuesOf(input), M, O, I, products);
  return {
    input: tf.tensor(dInput, input.shape),
    weight: tf.tensor(dWeight, weight.shape),
    bias: tf.tensor1d(dBias),
  };
}

function backwardTensors(dValue: tf.Tensor, input: tf.Tensor, weight: tf.Tensor): DenseGradients {
  const dRows = asRows(dValue);
  return {
    input: tf.reshape(tf.matMul(dRows, asRows(weight)), input.shape),
    weight: tf.matMul(dRows, asRows(input), true),
    bias: tf.sum(dRows, 0),
  };
}

function asRows(tensor: tf.Tensor): tf.Tensor2D {
  return tf.reshape(tensor, [-1, tensor.shape[tensor.shape.length - 1]]);
}
