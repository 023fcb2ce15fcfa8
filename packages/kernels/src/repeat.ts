/**
 * Computations that run again and again with arrays of the same shapes, such as a step of training or a batch of scoring.
 *
 * An engine may record the work of such a computation once and repeat it without TensorFlow.js, which costs as much time
 * as the kernels where windows are short; `simd/recording.ts` says how. On other engines it runs as it is.
 */
import { currentEngine } from './engine.js';
import type { InputArray, InputArrays, InputTensors, Repeater } from './repeater.js';
import { tf } from './tensorflow.js';

let repetitions = 0;

/** How many runs since the program began were repetitions of recorded work. */
export function repetitionCount(): number {
  return repetitions;
}

/** Counts a repetition. */
export function countRepetition(): void {
  repetitions++;
}

let generation = 0;

/** The generation of recordings: those of an earlier one are made anew. */
export function recordingGeneration(): number {
  return generation;
}

/**
 * Has all recordings made anew, after tensors were replaced that one may have read. It would not notice by itself where a
 * clone keeps the old values alive.
 */
export function forgetRecordings(): void {
  generation++;
}

/**
 * A repeater of the current engine.
 *
 * @param isSteady false where `compute` draws random numbers, or depends on anything else than its inputs and the values
 *   of the tensors that it reads: it is then called every time
 */
export function createRepeater(isSteady = true): Repeater {
  let chosen: Repeater | undefined;
  return {
    run(inputs, compute) {
      chosen ??= (isSteady ? currentEngine().createRepeater?.() : undefined) ?? plainRepeater;
      return chosen.run(inputs, compute);
    },
    dispose: () => chosen?.dispose(),
  };
}

/** Runs the computation as it is. */
export const plainRepeater: Repeater = {
  run: (inputs, compute) =>
    tf.tidy(() => compute(mapInputs(inputs, ({ values, shape }) => tf.tensor(values, [...shape])))),
  dispose: () => undefined,
};

/** The inputs as tensors, each made by `create`. */
export function mapInputs<Arrays extends InputArrays>(
  inputs: Arrays,
  create: (array: InputArray, name: string) => tf.Tensor,
): InputTensors<Arrays> {
  const entries = Object.entries(inputs).map(
    ([name, array]) => [name, array && create(array, name)] as const,
  );
  return Object.fromEntries(entries) as InputTensors<Arrays>;
}
