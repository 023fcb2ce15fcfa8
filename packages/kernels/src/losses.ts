/** What a reconstruction costs: the mean over all elements of a function of the error. */
import { checkShape, lookup } from '@anodec/core';
import { currentProducts } from './backend.js';
import { tf, valuesOf } from './tensorflow.js';

/** A function of one error, output less target, twice: over numbers and over tensors. */
interface ElementLoss {
  cost(error: number): number;
  slope(error: number): number;
  costs(error: tf.Tensor): tf.Tensor;
  slopes(error: tf.Tensor): tf.Tensor;
}

/** Where the Huber loss turns from square to straight, as PyTorch's default. */
const DELTA = 1;

/** To add a loss: one entry here and its name in the model's settings. */
export const losses = {
  /** Mean absolute error. */
  mae: {
    cost: Math.abs,
    slope: Math.sign,
    costs: (error) => tf.abs(error),
    slopes: (error) => tf.sign(error),
  },
  /** Mean squared error. */
  mse: {
    cost: (error) => error * error,
    slope: (error) => 2 * error,
    costs: (error) => tf.square(error),
    slopes: (error) => tf.mul(error, 2),
  },
  /** Huber 1964: the square near zero, the absolute value far from it. */
  huber: {
    cost: (error) =>
      Math.abs(error) < DELTA ? 0.5 * error * error : DELTA * (Math.abs(error) - 0.5 * DELTA),
    slope: (error) => Math.max(-DELTA, Math.min(DELTA, error)),
    costs: (error) => {
      const clipped = tf.clipByValue(error, -DELTA, DELTA);
      return tf.mul(clipped, tf.sub(error, tf.mul(clipped, 0.5)));
    },
    slopes: (error) => tf.clipByValue(error, -DELTA, DELTA),
  },
} satisfies Record<string, ElementLoss>;

export type LossName = keyof typeof losses;

/**
 * The mean loss over all elements, differentiable in `output`.
 *
 * @param output any shape
 * @param target the same shape; a constant
 * @returns a scalar
 */
export function meanLoss(name: LossName, output: tf.Tensor, target: tf.Tensor): tf.Tensor {
  checkShape('target', { length: target.size }, ...output.shape);
  const loss: ElementLoss = lookup('loss', losses, name);
  const compute = currentProducts() ? lossOverArrays : lossOverTensors;
  const operation = tf.customGrad((...args: unknown[]) => {
    const save = args.at(-1) as (tensors: tf.Tensor[]) => void;
    const { value, gradient } = compute(loss, output, target);
    save([gradient]);
    return {
      value,
      gradFunc: (dValue: tf.Tensor, [slopes]: tf.Tensor[]) => [scale(slopes, dValue)],
    };
  });
  return operation(output);
}

function lossOverArrays(
  loss: ElementLoss,
  output: tf.Tensor,
  target: tf.Tensor,
): { value: tf.Tensor; gradient: tf.Tensor } {
  const outputs = valuesOf(output);
  const targets = valuesOf(target);
  const N = outputs.length;
  const gradient = new Float32Array(N);
  let sum = 0;
  for (let i = 0; i < N; i++) {
    const error = outputs[i] - targets[i];
    sum += loss.cost(error);
    gradient[i] = loss.slope(error) / N;
  }
  return { value: tf.scalar(sum / N), gradient: tf.tensor(gradient, output.shape) };
}

function lossOverTensors(
  loss: ElementLoss,
  output: tf.Tensor,
  target: tf.Tensor,
): { value: tf.Tensor; gradient: tf.Tensor } {
  const error = tf.sub(output, target);
  return {
    value: tf.mean(loss.costs(error)),
    gradient: tf.div(loss.slopes(error), output.size),
  };
}

/** The loss is nearly always what is differentiated: then there is nothing to multiply. */
function scale(slopes: tf.Tensor, factor: tf.Tensor): tf.Tensor {
  if (currentProducts() && valuesOf(factor)[0] === 1) return tf.clone(slopes);
  return tf.mul(slopes, factor);
}
