/** Recorded computations on WebGPU: the bits of the computation itself, and what is not repeated. */
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { useBackend } from '../backend.js';
import { createRepeater, repetitionCount } from '../repeat.js';
import type { Computation, Repeater } from '../repeater.js';
import { tf } from '../tensorflow.js';
import { createLearner, learningBatch, lossAndGradients } from '../testing/learning-steps.js';
import { offerSoftwareAdapter } from '../testing/software-adapter.js';
import { SUBMIT_AFTER } from './dispatch.js';
import { findWebgpuAdapter } from './load.js';

offerSoftwareAdapter();
const adapter = await findWebgpuAdapter().catch(() => undefined);
const place = adapter?.name ?? 'WebGPU, skipped because there is no adapter';

const B = 3;
const sizes = { W: 2, I: 3, H: 4 };
const values = { x: { values: Float32Array.of(1, 2), shape: [2] } };

let repeater: Repeater;
afterEach(() => repeater.dispose());

describe.skipIf(!adapter)(`on ${place}`, () => {
  beforeAll(async () => {
    await useBackend('webgpu');
  });

  test('learns to the bits of steps that are recorded anew each time', async () => {
    const before = repetitionCount();
    const submitAfter = tf.env().getNumber(SUBMIT_AFTER);
    tf.env().set(SUBMIT_AFTER, 3); // buffers of uniforms come back at each submit
    const repeated = await learn(createRepeater(), 8);
    // of 8 steps the first uploads the weights, the second is recorded, and the first of the other size
    expect(repetitionCount() - before).toBe(5);
    expect(repeated).toEqual(await learn(createRepeater(false), 8));
    expect(repetitionCount() - before).toBe(5);
    tf.env().set(SUBMIT_AFTER, submitAfter);
  });

  test('leaves results alone that the caller still holds', async () => {
    repeater = createRepeater();
    const square: Computation<typeof values> = ({ x }) => [tf.square(x)];
    const held: tf.Tensor[] = [];
    for (const x of [1, 2, 3, 4]) {
      const inputs = { x: { values: Float32Array.of(x, -x), shape: [2] } };
      held.push(...repeater.run(inputs, square));
    }
    const found = await Promise.all(held.map(async (tensor) => [...(await tensor.data())]));
    expect(found).toEqual([
      [1, 1],
      [4, 4],
      [9, 9],
      [16, 16],
    ]);
    tf.dispose(held);
  });

  test('reads a result of a repetition, not the values that were read of the one before', async () => {
    repeater = createRepeater();
    const before = repetitionCount();
    for (const x of [1, 2, 3]) {
      const inputs = { x: { values: Float32Array.of(x, -x), shape: [2] } };
      const results = repeater.run(inputs, (tensors) => [
        tf.square(tensors.x),
        tf.clone(tensors.x),
      ]);
      const read = await Promise.all(results.map(async (result) => [...(await result.data())]));
      expect(read).toEqual([
        [x * x, x * x],
        [x, -x],
      ]);
      tf.dispose(results);
    }
    expect(repetitionCount() - before).toBe(2);
  });

  test('records anew where a tensor that it read has been replaced', async () => {
    repeater = createRepeater();
    const made = (...numbers: number[]) => tf.tidy(() => tf.square(tf.tensor1d(numbers)));
    const others: tf.Tensor[] = [];
    for (const factor of [3, 3, 5, 5]) {
      const other = made(factor, factor);
      const [product] = repeater.run(values, ({ x }) => [tf.mul(x, other)]);
      expect([...(await product.data())]).toEqual([factor ** 2, 2 * factor ** 2]);
      tf.dispose([product, other]);
      others.push(made(7, 7)); // in the memory that has just become free
    }
    tf.dispose(others);
  });

  test.each<[string, Computation<typeof values>]>([
    ['makes a tensor from an array', ({ x }) => [tf.mul(x, tf.tensor1d([Math.random(), 1]))]],
    ['has a result that no shader has made', ({ x }) => [tf.square(x), tf.tensor1d([1])]],
  ])('does not repeat what %s', (_, compute) => {
    repeater = createRepeater();
    const before = repetitionCount();
    for (let i = 0; i < 5; i++) tf.dispose(repeater.run(values, compute));
    expect(repetitionCount()).toBe(before);
  });

  test('gives all tensors and buffers back', () => {
    const memory = () => {
      const { numTensors, numBytes } = tf.memory();
      return { numTensors, numBytes, inGpu: Reflect.get(tf.memory(), 'numBytesInGPU') as number };
    };
    const repeat = () => {
      repeater = createRepeater();
      for (let i = 0; i < 4; i++) tf.dispose(repeater.run(values, ({ x }) => [tf.square(x)]));
      repeater.dispose();
      return memory();
    };
    const before = repeat();
    expect(repeat()).toEqual(before);
  });
});

/** Makes steps on batches of two sizes. @returns losses, norms and weights */
async function learn(own: Repeater, steps: number): Promise<number[]> {
  repeater = own;
  const optimizer = createLearner(sizes);
  const seen: number[] = [];
  for (let step = 0; step < steps; step++) {
    const size = step % 4 === 3 ? 2 : B;
    const [loss, ...gradients] = repeater.run(learningBatch(sizes, size, step), ({ input }) =>
      lossAndGradients(optimizer.weights, input),
    );
    const norm = optimizer.step(gradients, { learningRate: 0.01 });
    seen.push((await loss.data())[0], (await norm.data())[0]);
    tf.dispose([loss, norm, ...gradients]);
  }
  for (const name of Object.keys(optimizer.weights))
    seen.push(...(await optimizer.read(name)).weight);
  optimizer.dispose();
  repeater.dispose();
  return seen;
}
