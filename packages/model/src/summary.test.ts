/** Tests of the summary of a network against PyTorch's counts and against the heap of a step. */
import { readFileSync } from 'node:fs';
import { createRandom } from '@anodec/core';
import { currentSimdBackend, useBackend } from '@anodec/kernels';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { createTrainable } from './autoencoder/model.js';
import { initialWeights, parameterShapes } from './autoencoder/shapes.js';
import { AutoencoderConfig } from './config.js';
import { modelSummary } from './summary.js';

const golden = JSON.parse(
  readFileSync(new URL('../../../test/fixtures/summary.json', import.meta.url), 'utf8'),
) as {
  readonly cases: readonly {
    readonly settings: object;
    readonly channels: number;
    readonly flops: number;
    readonly weights: number;
  }[];
};

test.each(golden.cases)('counts the products and weights of $settings as PyTorch does', (one) => {
  const { flops, weights } = modelSummary(AutoencoderConfig.parse(one.settings), one.channels);
  expect([flops, weights]).toEqual([one.flops, one.weights]);
});

test('lists layers in the order of their weights, with sizes and what each costs', () => {
  const config = AutoencoderConfig.parse({ windowSize: 10, hiddenSize: 4, embeddingSize: 2 });
  const { layers } = modelSummary(config, 3);
  expect(layers).toEqual([
    // 4·4 rows: 16·3 + 16·4 + 2·16 weights; 2·(48 + 64) operations at each of 10 rows
    { name: 'encoder.0', kind: 'LSTM', inputs: 3, outputs: 4, weights: 144, flops: 2240 },
    { name: 'encoder.1', kind: 'LSTM', inputs: 4, outputs: 2, weights: 64, flops: 960 },
    // the product of the code once: 2·32 + 10·2·64
    { name: 'decoder.0', kind: 'LSTM', inputs: 2, outputs: 4, weights: 128, flops: 1344 },
    { name: 'output', kind: 'Linear', inputs: 4, outputs: 3, weights: 15, flops: 240 },
  ]);
});

test('adds the bridge of an autoregressive decoder once for a window', () => {
  const settings = { decoder: 'autoregressive', windowSize: 10, hiddenSize: 4, embeddingSize: 2 };
  const { layers } = modelSummary(AutoencoderConfig.parse(settings), 3);
  expect(layers.find(({ name }) => name === 'bridge')).toMatchObject({ weights: 12, flops: 16 });
});

describe('the memory of a step', () => {
  afterEach(() => vi.restoreAllMocks());

  test.each([
    [{}, 51],
    [{ cell: 'gru', windowSize: 40, batchSize: 16 }, 20],
    [{ hiddenSize: 64, embeddingSize: 32, numLayers: 2 }, 8],
  ])(
    'of %j is what the heap holds, but for up to a third that kernels need meanwhile',
    async (given, C) => {
      await useBackend('simd');
      const heap = currentSimdBackend()?.runtime.memory;
      if (!heap) throw new Error('simd must compute');
      let peak = 0;
      const allocate = heap.allocate.bind(heap);
      vi.spyOn(heap, 'allocate').mockImplementation((bytes) => {
        const address = allocate(bytes);
        peak = Math.max(peak, heap.bytesInUse);
        return address;
      });
      const config = AutoencoderConfig.parse(given);
      const { windowSize: W, batchSize: size } = config;
      const before = heap.bytesInUse;
      const channels = Array.from({ length: C }, (_, c) => `c${c}`);
      const weights = initialWeights(parameterShapes(config, C), createRandom(1));
      const model = createTrainable(config, weights, channels);
      const { memory } = modelSummary(config, C);
      const input = new Float32Array(size * W * C).fill(0.5);
      const learningRates = { optimizer: 1e-3 };
      await model.step({ size, input, target: input.slice() }, { step: 0, learningRates });
      model.dispose();
      expect((peak - before) / memory.total).toBeGreaterThan(1);
      expect((peak - before) / memory.total).toBeLessThan(4 / 3);
    },
  );
});
