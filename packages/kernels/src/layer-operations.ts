/** Small differentiable operations between layers, each with its own gradient. */
import { checkShape } from '@anodec/core';
import { tf } from './tensorflow.js';

type Save = (tensors: tf.Tensor[]) => void;

/**
 * Multiplies element by element with a constant, as dropout does.
 *
 * @param mask the same shape; a constant
 */
export function applyMask(input: tf.Tensor, mask: tf.Tensor): tf.Tensor {
  checkShape('mask', { length: mask.size }, ...input.shape);
  const operation = tf.customGrad((...args: unknown[]) => {
    (args.at(-1) as Save)([mask]);
    return {
      value: tf.mul(input, mask),
      gradFunc: (dValue: tf.Tensor, [factors]: tf.Tensor[]) => [tf.mul(dValue, factors)],
    };
  });
  return operation(input);
}

/** Joins W tensors (B, N) to one sequence, (B, W, N). */
export function stackSteps(steps: readonly tf.Tensor[]): tf.Tensor {
  const operation = tf.customGrad(() => ({
    value: tf.stack([...steps], 1),
    gradFunc: (dValue: tf.Tensor) => tf.unstack(dValue, 1),
  }));
  return operation(...steps);
}

/** a (M, N) + b (M, K) · c (K, N). */
export function addProduct(a: tf.Tensor, b: tf.Tensor, c: tf.Tensor): tf.Tensor {
  const [M, N] = a.shape;
  checkShape('b · c', { length: (b.size / c.shape[0]) * (c.shape[1] ?? 0) }, M, N ?? 0);
  const operation = tf.customGrad((...args: unknown[]) => {
    (args.at(-1) as Save)([b, c]);
    return {
      value: tf.add(a, tf.matMul(b as tf.Tensor2D, c as tf.Tensor2D)),
      gradFunc: (dValue: tf.Tensor, saved: tf.Tensor[]) => {
        const [left, right] = saved as tf.Tensor2D[];
        const dRows = dValue as tf.Tensor2D;
        return [
          tf.clone(dValue),
          tf.matMul(dRows, right, false, true),
          tf.matMul(left, dRows, true, false),
        ];
      },
    };
  });
  return operation(a, b, c);
}

/** The same values in another shape. */
export function reshape(input: tf.Tensor, shape: readonly number[]): tf.Tensor {
  const from = input.shape;
  const operation = tf.customGrad(() => ({
    value: tf.reshape(input, [...shape]),
    gradFunc: (dValue: tf.Tensor) => [tf.reshape(dValue, from)],
  }));
  return operation(input);
}

/** The hyperbolic tangent of every value. */
export function tanh(input: tf.Tensor): tf.Tensor {
  const operation = tf.customGrad((...args: unknown[]) => {
    const value = tf.tanh(input);
    (args.at(-1) as Save)([value]);
    return {
      value,
      gradFunc: (dValue: tf.Tensor, [y]: tf.Tensor[]) => [tf.mul(dValue, tf.sub(1, tf.square(y)))],
    };
  });
  return operation(input);
}

/** Σ factor · term of scalars. */
export function weightedSum(terms: readonly tf.Tensor[], factors: readonly number[]): tf.Tensor {
  checkShape('factors', factors, terms.length);
  const operation = tf.customGrad(() => ({
    value: terms
      .map((term, i) => tf.mul(term, factors[i]))
      .reduce((sum, term) => tf.add(sum, term)),
    gradFunc: (dValue: tf.Tensor) => factors.map((factor) => tf.mul(dValue, factor)),
  }));
  return operation(...terms);
}

/**
 * Replaces rows by constants.
 *
 * @param input (B, N)
 * @param chosen (B), whether a row is replaced
 * @param constants (B, N)
 */
export function replaceRows(
  input: tf.Tensor,
  chosen: readonly boolean[],
  constants: tf.Tensor,
): tf.Tensor {
  checkShape('constants', { length: constants.size }, ...input.shape);
  checkShape('chosen', { length: chosen.length }, input.shape[0]);
  const operation = tf.customGrad((...args: unknown[]) => {
    const rows = tf.tensor(Uint8Array.from(chosen, Number), [chosen.length, 1], 'bool');
    (args.at(-1) as Save)([rows]);
    return {
      value: tf.where(rows, constants, input),
      gradFunc: (dValue: tf.Tensor, [replaced]: tf.Tensor[]) => [
        tf.where(replaced, tf.zerosLike(dValue), dValue),
      ],
    };
  });
  return operation(input);
}
