/** What a repeater of computations is to its callers, and to the engines that bring one. */
import type { tf } from './tensorflow.js';

/** Float32 values with their shape, row-major; left as they are. */
export interface InputArray {
  readonly values: Float32Array;
  readonly shape: readonly number[];
}

/** The inputs of a computation by name; absent ones count as part of its form. */
export type InputArrays = Readonly<Record<string, InputArray | undefined>>;

/** The inputs as tensors. */
export type InputTensors<Arrays> = {
  readonly [Name in keyof Arrays]: undefined extends Arrays[Name]
    ? tf.Tensor | undefined
    : tf.Tensor;
};

/** From inputs to results, new tensors all. */
export type Computation<Arrays> = (inputs: InputTensors<Arrays>) => tf.Tensor[];

/** Runs one computation many times. */
export interface Repeater {
  /**
   * @param compute called at least the first time; with inputs of the same shapes it must do the same at every call, but
   *   for the values of tensors that it reads
   * @returns its results, which the caller disposes of; where that has not happened before the next run, it is computed
   *   in the general way
   */
  run<Arrays extends InputArrays>(inputs: Arrays, compute: Computation<Arrays>): tf.Tensor[];
  /** Frees what it keeps. */
  dispose(): void;
}
