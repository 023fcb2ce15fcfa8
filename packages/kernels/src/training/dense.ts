/** The dense layer over every row of a tensor, as one operation with its own gradient. */
import { checkShape } from '@anodec/core';
import { tf } from '../tensorflow.js';
import { currentTrainingKernels } from './current-kernels.js';

/**
 * input · weightᵀ + bias.
 *
 * @param input (..., I)
 * @param weight (O, I), as torch.nn.Linear
 * @param bias (O)
 * @returns (..., O)
 * @throws ShapeError when the weight fits neither
 */
export function dense(input: tf.Tensor, weight: tf.Tensor, bias: tf.Tensor): tf.Tensor {
  const I = input.shape[input.shape.length - 1];
  const O = bias.size;
  checkShape('weight', { length: weight.size }, O, I);
  const kernels = currentTrainingKernels();
  const operation = tf.customGrad((...args: unknown[]) => {
    const save = args.at(-1) as (tensors: tf.Tensor[]) => void;
    save([input, weight]);
    const value = kernels.dense(asRows(input), asRows(weight), bias);
    return {
      value: tf.reshape(value, [...input.shape.slice(0, -1), O]),
      gradFunc: (dValue: tf.Tensor, [x, w]: tf.Tensor[]) => {
        const gradients = kernels.denseGradients(asRows(dValue), asRows(x), asRows(w));
        return [tf.reshape(gradients.rows, x.shape), gradients.weight, gradients.bias];
      },
    };
  });
  return operation(input, weight, bias);
}

function asRows(tensor: tf.Tensor): tf.Tensor2D {
  const last = tensor.shape[tensor.shape.length - 1];
  return tf.reshape(tensor, [tensor.size / last, last]);
}
