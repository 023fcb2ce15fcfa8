/** Spectral normalisation of one weight, beside singular values that are known. PyTorch's values: gan-model.test.ts. */
import { createRandom } from '@anodec/core';
import { useBackend } from '@anodec/kernels';
import { beforeAll, expect, test } from 'vitest';
import { asTensors, drawWeights } from '../weights.js';
import { spectralNormOf } from './spectral-norm.js';

beforeAll(async () => {
  await useBackend('simd', { threads: 1 });
});

/** (2, 1, 3) as a convolution has it: the rows [3 0 0] and [0 4 0], so its singular values are 4 and 3. */
const weight = { shape: [2, 1, 3], data: Float32Array.of(3, 0, 0, 0, 4, 0) };
const bias = { shape: [3], data: Float32Array.of(1, 2, 3) };
const fill = (values: Float32Array) => void values.fill(1);
const spectralNorm = spectralNormOf({
  weight: { shape: weight.shape, isTrained: true, fill },
  bias: { shape: bias.shape, isTrained: true, fill },
  mean: { shape: [2, 2], isTrained: false, fill },
});
const random = () => drawWeights(spectralNorm.vectors, createRandom(2));

test('divides by the largest singular value, and leaves a bias as it is', () => {
  let tensors = asTensors({ weight, bias, ...random() });
  for (let i = 0; i < 40; i++) tensors = { ...tensors, ...spectralNorm.iterate(tensors) };
  const { weight: divided, bias: same, ...others } = spectralNorm.normalize(tensors);
  const expected = [0.75, 0, 0, 0, 1, 0];
  divided.dataSync().forEach((value, i) => expect(value).toBeCloseTo(expected[i], 5));
  expect([divided.shape, [...same.dataSync()], others]).toEqual([[2, 1, 3], [1, 2, 3], {}]);
});

test('moves its vectors as the formulas say, from where they are', () => {
  // v = (3, 4) / 5: Wᵀv = (9, 16, 0) / 5, so u = (9, 16, 0) / √337; Wu ∝ (27, 64), so v = (27, 64) / √4825
  const vectors = {
    'weight.u': { shape: [3], data: Float32Array.of(0, 0, 1) },
    'weight.v': { shape: [2], data: Float32Array.of(0.6, 0.8) },
  };
  const moved = spectralNorm.iterate(asTensors({ weight, bias, ...vectors }));
  const values = [...moved['weight.u'].dataSync(), ...moved['weight.v'].dataSync()];
  const expected = [9 / 337 ** 0.5, 16 / 337 ** 0.5, 0, 27 / 4825 ** 0.5, 64 / 4825 ** 0.5];
  values.forEach((value, i) => expect(value).toBeCloseTo(expected[i], 6));
});

test('begins with the vectors of fifteen iterations', () => {
  let tensors = asTensors({ weight, bias, ...random() });
  for (let i = 0; i < 15; i++) tensors = { ...tensors, ...spectralNorm.iterate(tensors) };
  const settled = spectralNorm.settle({ weight, bias, ...random() });
  for (const name of ['weight.u', 'weight.v']) {
    const iterated = tensors[name].dataSync();
    settled[name].data.forEach((value, i) => expect(value).toBeCloseTo(iterated[i], 5));
  }
});
