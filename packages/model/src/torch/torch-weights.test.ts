/** Weights to and from PyTorch, held against numbers of torch and files of Python's safetensors. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createFrame, type FittedDetector } from '@anodec/core';
import { describe, expect, test } from 'vitest';
import { autoencoder } from '../detectors/autoencoder.js';
import { untrained } from '../detectors/untrained.js';
import { decodeSafetensors, encodeSafetensors } from '../safetensors.js';
import { fromTorchWeights } from './from-torch.js';
import { toTorchWeights } from './to-torch.js';

interface Case {
  readonly input: number[];
  readonly output: number[];
}

const folder = new URL('../../../../test/fixtures/torch/', import.meta.url);
const bytesOf = (name: string): Uint8Array => readFileSync(new URL(name, folder));
const golden = JSON.parse(bytesOf('weights.json').toString()) as {
  windowSize: number;
  torchToAnodec: Record<string, Case>;
  anodecToTorch: (Case & { options: Record<string, unknown>; sha256: string })[];
};
const channels = ['A', 'B', 'C'];
const W = golden.windowSize;
/** All rows of a single window, in the order of the input. */
const whole = { windowSize: W, reverseTarget: false, fold: 'mean', backend: 'cpu' };

function arraysOf(name: string) {
  return decodeSafetensors(bytesOf(`${name}.safetensors`), name).arrays;
}

/** The largest difference of the reconstruction of each window from PyTorch's. */
async function largestDifference(fitted: FittedDetector, { input, output }: Case) {
  let largest = 0;
  for (let from = 0; from < input.length; from += W * channels.length) {
    const values = Float32Array.from(input.slice(from, from + W * channels.length));
    const rows = await fitted.reconstruct?.(createFrame({ values, channels }));
    for (const [i, value] of (rows ?? []).entries()) {
      largest = Math.max(largest, Math.abs(value - output[from + i]));
    }
    expect(rows).toHaveLength(values.length);
  }
  return largest;
}

describe('weights that Python wrote', () => {
  test.each([
    ['original', { cell: 'lstm', numLayers: 1, linearOutput: false }],
    ['gru', { cell: 'gru', numLayers: 1, linearOutput: true }],
    ['stacked', { cell: 'lstm', numLayers: 2, linearOutput: true }],
  ])('give the reconstruction of torch: %s', async (name, network) => {
    const state = fromTorchWeights(arraysOf(name), { channels, options: whole });
    expect(state.config).toMatchObject({ ...network, hiddenSize: 5, embeddingSize: 4 });
    const fitted = autoencoder.restore(state);
    expect(await largestDifference(fitted, golden.torchToAnodec[name])).toBeLessThan(1e-6);
  });

  test('become the network of the original program with its preset', () => {
    const options = { preset: 'compat', windowSize: W };
    const { config } = fromTorchWeights(arraysOf('original'), { channels, options });
    expect(config).toMatchObject({ fold: 'window', stride: 100, loss: 'mae', windowSize: W });
  });

  test.each([
    ['a channel too many', { channels: [...channels, 'D'] }, 'must have 4 inputs, got layers with'],
    ['a decoder that feeds itself', { options: { decoder: 'autoregressive' } }, 'must have 3 inp'],
  ])('are refused for %s', (_, given, message) => {
    expect(() => fromTorchWeights(arraysOf('gru'), { channels, ...given })).toThrow(message);
  });

  test.each([
    ['an array of no layer', { 'norm.scale': 'output.bias' }, 'got norm.scale besides'],
    ['a side without layers', { 'x.weight_ih_l0': 'encoder.0.weight_ih_l0' }, 'must hold encoder'],
    ['a reversed layer', { 'encoder.0.weight_ih_l0_reverse': 'output.bias' }, 'bidirectional'],
  ])('are refused with %s', (_, added, message) => {
    const arrays = arraysOf('gru');
    const more = Object.entries(added).map(([name, like]) => [name, arrays[like]]);
    const all = { ...arrays, ...(Object.fromEntries(more) as typeof arrays) };
    expect(() => fromTorchWeights(all, { channels })).toThrow(message);
  });

  test('are refused with a bias missing', () => {
    const { 'decoder.0.bias_hh_l0': _, ...arrays } = arraysOf('gru');
    expect(() => fromTorchWeights(arrays, { channels })).toThrow(
      'got no bias_hh_l0 beside decoder',
    );
  });
});

test.each(golden.anodecToTorch)(
  'writes the file that Python read, and reconstructs as torch did: $options.cell',
  async ({ options, sha256, ...expected }) => {
    const frame = createFrame({ values: new Float32Array(30), channels });
    const fitted = await untrained.create(options).fit([frame]);
    const bytes = encodeSafetensors(toTorchWeights(fitted.state().arrays));
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(sha256);
    const state = fromTorchWeights(decodeSafetensors(bytes).arrays, { channels, options: whole });
    expect(await largestDifference(autoencoder.restore(state), expected)).toBeLessThan(1e-6);
  },
);
