/** Checkpoints that Python wrote, read without Python. */
import { readFileSync } from 'node:fs';
import { createFrame } from '@anodec/core';
import { expect, test } from 'vitest';
import { autoencoder } from '../detectors/autoencoder.js';
import { fromTorchWeights } from './from-torch.js';
import { decodeTorchCheckpoint } from './torch-checkpoint.js';

const folder = new URL('../../../../test/fixtures/torch/', import.meta.url);
const bytesOf = (name: string): Uint8Array => readFileSync(new URL(name, folder));
const golden = JSON.parse(bytesOf('original-ckpt.json').toString()) as {
  windowSize: number;
  hyperParameters: Record<string, unknown>;
  arrays: Record<string, number[]>;
  input: number[];
  output: number[];
};
const original = bytesOf('original.ckpt');
const channels = ['A', 'B', 'C'];

test('a checkpoint of Lightning gives the state dict and the hyperparameters of the module', () => {
  const { arrays, hyperParameters } = decodeTorchCheckpoint(original);
  expect(hyperParameters).toEqual(golden.hyperParameters);
  expect(Object.keys(arrays)).toEqual(Object.keys(golden.arrays));
  for (const [name, values] of Object.entries(golden.arrays)) {
    expect([...arrays[name].data]).toEqual([...Float32Array.from(values)]);
  }
});

test('the original program’s checkpoint reconstructs as in PyTorch', async () => {
  const W = golden.windowSize;
  const { arrays } = decodeTorchCheckpoint(original);
  const options = { preset: 'compat', windowSize: W, fold: 'mean', stride: 1, windowOffset: 0 };
  const state = fromTorchWeights(arrays, { channels, options: { ...options, backend: 'cpu' } });
  const fitted = autoencoder.restore(state);
  const size = W * channels.length;
  const rows: number[] = [];
  for (let from = 0; from < golden.input.length; from += size) {
    const values = Float32Array.from(golden.input.slice(from, from + size));
    rows.push(...((await fitted.reconstruct?.(createFrame({ values, channels }))) ?? []));
  }
  expect(rows).toHaveLength(golden.output.length);
  const largest = Math.max(...rows.map((value, i) => Math.abs(value - golden.output[i])));
  expect(largest).toBeLessThan(1e-6);
});

test('a state dict by itself may be double, lie by columns and hold parameters', () => {
  const { arrays, hyperParameters } = decodeTorchCheckpoint(bytesOf('state-dict.pt'));
  expect(arrays.weight.shape).toEqual([3, 2]);
  expect([...arrays.weight.data]).toEqual([0, 3, 1, 4, 2, 5]);
  expect([...arrays.bias.data]).toEqual([1.5, -2]);
  expect(hyperParameters).toEqual({});
});

test.each([
  ['other bytes', Uint8Array.of(1, 2, 3), 'old.ckpt must be a checkpoint of torch.save'],
  ['an archive without its end', original.slice(0, -900), 'got something else or a part of one'],
  [
    'an archive without its beginning',
    original.slice(4000),
    'must be stored as it is, got compressed or damaged',
  ],
  ['weights of another program', bytesOf('gru.safetensors'), 'a zip archive, got something else'],
  ['data of no known type', replaced('FloatStorage', 'Int32Storage'), 'must be of float32'],
  [
    'a shape of 255 × 3 over less data',
    replaced('K\u0014K\u0003\u0086', 'K\u00ffK\u0003\u0086'),
    'within its storage',
  ],
  [
    'a pickle of another protocol',
    replaced('state_dictq', 'state_dict\u0095'),
    'got the operation 0x95',
  ],
])('is refused for %s', (_, bytes, message) => {
  expect(() => decodeTorchCheckpoint(bytes, 'old.ckpt')).toThrow(message);
});

/** The checkpoint with another text of the same length, everywhere. */
function replaced(text: string, by: string): Uint8Array {
  const latin = Buffer.from(original).toString('latin1');
  return Buffer.from(latin.replaceAll(text, by), 'latin1');
}
