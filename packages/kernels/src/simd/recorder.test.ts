/** Recorded computations: what is repeated, what is not, and that the bits are those of the computation itself. */
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { backends, useBackend } from '../backend.js';
import { currentEngine } from '../engine.js';
import { createRepeater, repetitionCount } from '../repeat.js';
import type { Computation, Repeater } from '../repeater.js';
import { tf } from '../tensorflow.js';
import { timeKernels } from '../time-kernels.js';
import { createLearner, learningBatch, lossAndGradients } from '../testing/learning-steps.js';
import { currentSimdBackend, simdStatus } from './load.js';

const B = 5;
const sizes = { W: 4, I: 3, H: 6 };

let repeater: Repeater;
afterEach(() => repeater.dispose());

describe.each(['simd', 'native'].filter((name) => name in backends))('on %s', (backend) => {
  beforeAll(() => useBackend(backend).catch(() => useBackend('simd')));

  test.each([false, true])('learns to the bits of steps on the tape, mask: %s', (masked) => {
    const before = repetitionCount();
    const repeated = learn(createRepeater(), 6, masked);
    expect(repetitionCount() - before).toBe(4); // of 6 steps the first of each size was recorded
    expect(repeated).toEqual(learn(createRepeater(false), 6, masked));
    expect(repetitionCount() - before).toBe(4);
  });

  test('goes on with the weights that a step has moved because a clone shares their values', () => {
    const before = repetitionCount();
    const repeated = learn(createRepeater(), 8, false, 3);
    expect(repetitionCount() - before).toBe(4); // recorded anew once the weights had moved, in both sizes
    expect(repeated).toEqual(learn(createRepeater(false), 8, false, 3));
  });

  test('repeats a step with the gradients that the caller still holds left as they are', () => {
    repeater = createRepeater();
    const optimizer = createLearner(sizes);
    const run = (seed: number) =>
      repeater.run(learningBatch(sizes, B, seed, true), ({ input, mask }) =>
        lossAndGradients(optimizer.weights, input, mask),
      );
    run(1).forEach((tensor) => tensor.dispose());
    const held = run(2);
    const values = held.map((tensor) => [...tensor.dataSync()]);
    tf.dispose(run(3));
    expect(held.map((tensor) => [...tensor.dataSync()])).toEqual(values);
    tf.dispose(held);
    optimizer.dispose();
  });

  test('records anew where a tensor that it read has been replaced', () => {
    repeater = createRepeater();
    const x = { x: { values: Float32Array.of(1, 2), shape: [2] } };
    for (const factor of [3, 3, 5, 5]) {
      const other = tf.tensor1d([factor, factor]);
      const [product] = repeater.run(x, (inputs) => [tf.mul(inputs.x, other)]);
      expect([...product.dataSync()]).toEqual([factor, 2 * factor]);
      tf.dispose([product, other]);
    }
  });

  test('leaves a tensor alone that moved to the memory meanwhile, where blocks had just become free', () => {
    repeater = createRepeater();
    const other = tf.tensor1d([3, 4]);
    for (const x of [1, 2, 5]) {
      const [product] = repeater.run(
        { x: { values: Float32Array.of(x, x), shape: [2] } },
        (inputs) => {
          tf.dispose([tf.square(inputs.x), tf.square(inputs.x)]); // one block for the result, one for the tensor
          return [tf.mul(inputs.x, other)];
        },
      );
      expect([...product.dataSync()]).toEqual([3 * x, 4 * x]);
      product.dispose();
    }
    other.dispose();
  });

  const values = { x: { values: Float32Array.of(1, 2), shape: [2] } };
  test.each<[string, Computation<typeof values>]>([
    ['makes a tensor from an array', ({ x }) => [tf.mul(x, tf.tensor1d([drawn(), 1]))]],
    [
      'reads a tensor between two jobs',
      ({ x }) => [tf.slice(x, tf.square(x).dataSync()[0] > 0 ? 1 : 0)],
    ],
    ['returns an input as it is', ({ x }) => [tf.clone(x)]],
    ['has a result that no job has made', ({ x }) => [tf.square(x), tf.tensor1d([drawn()])]],
  ])('does not repeat what %s', (_, compute) => {
    repeater = createRepeater();
    const before = repetitionCount();
    for (let i = 0; i < 3; i++) tf.dispose(repeater.run(values, compute));
    expect(repetitionCount()).toBe(before);
  });

  test('does not repeat within another recording, nor while kernels are timed', () => {
    repeater = createRepeater();
    const inner = createRepeater();
    const square: Computation<typeof values> = ({ x }) => [tf.square(x)];
    const before = repetitionCount();
    tf.dispose(inner.run(values, square));
    tf.dispose(repeater.run(values, ({ x }) => [tf.add(x, inner.run(values, square)[0])]));
    expect(repetitionCount()).toBe(before);
    inner.dispose();
    const end = timeKernels(() => undefined);
    expect(currentEngine().createRepeater).toBeUndefined();
    end();
    expect(currentEngine().createRepeater).toBeDefined();
  });

  test('gives all memory back, also where the computation throws', () => {
    const memory = currentSimdBackend()?.runtime.memory;
    const before = [simdStatus()?.bytesInUse, memory?.blocksInUse, tf.memory().numTensors];
    repeater = createRepeater();
    for (let i = 0; i < 3; i++) tf.dispose(repeater.run(values, ({ x }) => [tf.square(x)]));
    const fail = () =>
      repeater.run({ y: values.x }, ({ y }) => {
        tf.square(y);
        throw new Error('no');
      });
    expect(fail).toThrow('no');
    repeater.dispose();
    expect([simdStatus()?.bytesInUse, memory?.blocksInUse, tf.memory().numTensors]).toEqual(before);
  });
});

test('runs a computation as it is on an engine without recordings', async () => {
  await useBackend('cpu');
  repeater = createRepeater();
  const before = repetitionCount();
  for (let i = 0; i < 2; i++) {
    const input = { x: { values: Float32Array.of(3), shape: [1] } };
    const [result] = repeater.run(input, ({ x }) => [tf.square(x)]);
    expect([...result.dataSync()]).toEqual([9]);
  }
  expect(repetitionCount()).toBe(before);
});

let draws = 0;

/** A number that is another one at every call. */
function drawn(): number {
  return ++draws;
}

/** Makes steps on batches of two sizes. @param cloneAt the step before which weights are cloned @returns weights, losses and norms */
function learn(own: Repeater, steps: number, masked: boolean, cloneAt = -1): number[] {
  repeater = own;
  const optimizer = createLearner(sizes);
  const seen: number[] = [];
  const clones: tf.Tensor[] = [];
  for (let step = 0; step < steps; step++) {
    if (step === cloneAt) clones.push(...Object.values(optimizer.weights).map((w) => tf.clone(w)));
    const size = step % 3 === 2 ? 2 : B;
    const batch = learningBatch(sizes, size, step, masked);
    const [loss, ...gradients] = repeater.run(batch, ({ input, mask }) =>
      lossAndGradients(optimizer.weights, input, mask),
    );
    const norm = optimizer.step(gradients, { learningRate: 0.01 });
    seen.push(loss.dataSync()[0], norm.dataSync()[0]);
    tf.dispose([loss, norm, ...gradients]);
  }
  for (const weight of Object.values(optimizer.weights)) seen.push(...weight.dataSync());
  tf.dispose(clones);
  optimizer.dispose();
  repeater.dispose();
  return seen;
}
