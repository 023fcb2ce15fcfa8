/** Whole autoencoders on WebGPU: recurrent layers, dense layer, loss, clipping and Adam together. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { useBackend } from '../backend.js';
import { createTimedModel, tiny } from '../testing/bench/models.js';
import { fallbackCount } from '../recurrent/run-kernel.js';
import { tf } from '../tensorflow.js';
import { findWebgpuAdapter } from './load.js';
import { offerSoftwareAdapter } from '../testing/software-adapter.js';

offerSoftwareAdapter();
const adapter = await findWebgpuAdapter().catch(() => undefined);
const place = adapter?.name ?? 'WebGPU, skipped because there is no adapter';

describe.skipIf(!adapter)(`on ${place}`, () => {
  beforeAll(async () => {
    await useBackend('webgpu');
  });
  afterAll(() => tf.disposeVariables());

  test.each(['lstm', 'gru'] as const)('trains as on the cpu backend, %s', async (cell) => {
    const sizes = { ...tiny, B: 4, W: 5, cell };
    const fallbacks = fallbackCount();
    const onGpu = await lossesOf(sizes);
    expect(fallbackCount()).toBe(fallbacks);
    await useBackend('cpu');
    const onCpu = await lossesOf(sizes);
    await useBackend('webgpu');
    expect(onGpu.at(-1)).toBeLessThan(onGpu[0]);
    onGpu.forEach((loss, step) => expect(loss).toBeCloseTo(onCpu[step], 5));
  });

  test('adds up more tensors than a shader may bind', async () => {
    const terms = Array.from({ length: 60 }, (_, i) => tf.tensor1d([i, -i, 0.5]));
    expect([...(await tf.addN(terms).data())]).toEqual([1770, -1770, 30]);
    tf.dispose(terms);
  });

  test('holds as many buffers after ten steps as after two', async () => {
    const model = createTimedModel({ ...tiny, B: 4, W: 5 });
    const held: tf.MemoryInfo[] = [];
    for (let step = 0; step < 10; step++) {
      await model.train();
      held.push(tf.memory());
    }
    expect(held[9].numTensors).toBe(held[1].numTensors);
    expect(held[9].numBytes).toBe(held[1].numBytes);
    expect(held[9]).toHaveProperty('numBytesInGPU', Reflect.get(held[1], 'numBytesInGPU'));
  });
});

async function lossesOf(sizes: typeof tiny): Promise<number[]> {
  const model = createTimedModel(sizes);
  const losses: number[] = [];
  for (let step = 0; step < 6; step++) losses.push(await model.train());
  return losses;
}
