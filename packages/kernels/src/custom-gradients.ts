/**
 * An operation with its own gradient and one or several results; tf.customGrad takes one only.
 *
 * Calls the engine's `runKernelFunc`, of which tf.customGrad is a thin wrapper. The method takes
 * several results as well, but TensorFlow.js does not declare it public; its last version is 4.22,
 * which package.json pins.
 */
import { tf } from './tensorflow.js';

/** The results of an operation and its gradient. */
export interface Differentiable {
  readonly values: tf.Tensor[];
  /** Tensors that `backward` needs; kept while a tape records. */
  readonly saved?: tf.Tensor[];
  /**
   * @param dValues one for each of `values`; zeros where the value was not used
   * @returns for each input, by name, a function that makes its gradient
   */
  backward(dValues: tf.Tensor[], saved: tf.Tensor[]): Readonly<Record<string, () => tf.Tensor>>;
}

interface Engine {
  runKernelFunc(operation: {
    readonly inputs: Readonly<Record<string, tf.Tensor>>;
    forwardFunc(backend: unknown, save: (tensors: tf.Tensor[]) => void): tf.Tensor[];
    backwardsFunc(
      dValues: tf.Tensor | tf.Tensor[],
      saved: tf.Tensor[],
    ): Readonly<Record<string, () => tf.Tensor>>;
  }): tf.Tensor[];
}

/**
 * Runs an operation that brings its own gradient.
 *
 * @param inputs the tensors that can have a gradient, by name; others are constants
 * @returns the values of the operation, in its order
 */
export function differentiable(
  inputs: Readonly<Record<string, tf.Tensor>>,
  operation: () => Differentiable,
): tf.Tensor[] {
  let result: Differentiable | undefined;
  const engine = tf.engine() as unknown as Engine;
  return engine.runKernelFunc({
    inputs,
    forwardFunc(_, save) {
      result = operation();
      save(result.saved ?? []);
      return result.values;
    },
    backwardsFunc(dValues, saved) {
      return (result as Differentiable).backward([dValues].flat(), saved);
    },
  });
}
