/** Dense layer and embedding. Made of operations that have gradients themselves, so that these have gradients too. */
import { tf } from '@anodec/kernels';
import { constant, glorot, uniform } from './initial.js';
import type { Layer, Weights } from './layer.js';

/**
 * input · weight + bias.
 *
 * @param input (B, I)
 * @param weight (I, O), as Keras lays it out
 * @param bias (O)
 * @returns (B, O)
 */
export function dense(input: tf.Tensor, weight: tf.Tensor, bias: tf.Tensor): tf.Tensor {
  return tf.add(tf.matMul(input as tf.Tensor2D, weight as tf.Tensor2D), bias);
}

/** A dense layer with the weights `NAME.weight` and `NAME.bias`. */
export function denseLayer(name: string, outputs: number): Layer {
  return ([inputs]) => ({
    size: [outputs],
    weights: {
      [`${name}.weight`]: {
        shape: [inputs, outputs],
        isTrained: true,
        fill: glorot(inputs, outputs),
      },
      [`${name}.bias`]: { shape: [outputs], isTrained: true, fill: constant(0) },
    },
    run: ({ weights }, input) => dense(input, weights[`${name}.weight`], weights[`${name}.bias`]),
  });
}

/** The same layer for every row of a sequence: (B, W, I) to (B, W, O). */
export function perRow(layer: Layer): Layer {
  return ([rows, inputs]) => {
    const own = layer([inputs]);
    return {
      size: [rows, ...own.size],
      weights: own.weights,
      run(pass, input) {
        const flat = tf.reshape(input, [-1, inputs]);
        return tf.reshape(own.run(pass, flat), [-1, rows, ...own.size]);
      },
    };
  };
}

/**
 * One row of a table for each label.
 *
 * @param table (K, N)
 * @param labels (B), whole numbers from 0
 * @returns (B, N)
 */
export function embed(table: tf.Tensor, labels: tf.Tensor): tf.Tensor {
  return tf.gather(table, tf.cast(labels, 'int32') as tf.Tensor1D);
}

/** The table of an embedding, `NAME.weight`. */
export function embeddingWeights(name: string, classes: number, size: number): Weights {
  const shape = [classes, size];
  return { [`${name}.weight`]: { shape, isTrained: true, fill: uniform(0.05) } };
}
