import { readFileSync } from 'node:fs';
import { createFrame } from '@anodec/core';
import { tf, useBackend } from '@anodec/kernels';
import { beforeAll, expect, test } from 'vitest';
import { AutoencoderConfig } from '../config.js';
import { createParameterSet } from '../parameter-set.js';
import { foldWindows, output, squaredError } from './scoring.js';
import { parameterShapes } from './shapes.js';

interface Golden {
  settings: { reverseTarget: boolean };
  weights: Record<string, number[]>;
  batch: number[];
  output: number[];
}

const fixture = new URL('../../../../test/fixtures/autoencoder.json', import.meta.url);
const { B, W, C, cases } = JSON.parse(readFileSync(fixture, 'utf8')) as {
  B: number;
  W: number;
  C: number;
  cases: Golden[];
};
const channels = Array.from({ length: C }, (_, c) => `c${c}`);

beforeAll(async () => {
  await useBackend();
});

test.each([false, true])(
  'puts PyTorch’s reconstruction back in the order of the rows, reversed target %s',
  async (reverseTarget) => {
    const golden = cases.find(({ settings }) => settings.reverseTarget === reverseTarget) as Golden;
    const { config, parameters } = build(golden, { fold: 'mean', scoreBatchSize: 2 });
    for (let b = 0; b < B; b++) {
      const window = golden.batch.slice(b * W * C, (b + 1) * W * C);
      const frame = createFrame({ values: Float32Array.from(window), channels });
      const rows = await foldWindows(config, parameters, frame, output);
      for (let w = 0; w < W; w++) {
        const from = (b * W + (reverseTarget ? W - 1 - w : w)) * C;
        for (let c = 0; c < C; c++) {
          expect(rows[w * C + c]).toBeCloseTo(golden.output[from + c], 5);
        }
      }
    }
  },
);

test.each([false, true])(
  'reads off PyTorch’s last row where that alone is scored, reversed target %s',
  async (reverseTarget) => {
    const golden = cases.find(({ settings }) => settings.reverseTarget === reverseTarget) as Golden;
    const { config, parameters } = build(golden, { fold: 'last', scoreBatchSize: 2 });
    const frame = createFrame({ values: Float32Array.from(golden.batch), channels });
    const rows = await foldWindows({ ...config, stride: W }, parameters, frame, output);
    for (let b = 0; b < B; b++) {
      const expected = (b * W + (reverseTarget ? 0 : W - 1)) * C;
      for (let c = 0; c < C; c++) {
        expect(rows[(b * W + W - 1) * C + c]).toBeCloseTo(golden.output[expected + c], 5);
      }
    }
  },
);

test('says how far it is, and keeps no tensor alive', async () => {
  const { config, parameters } = build(cases[0], { scoreBatchSize: 4 });
  const frame = createFrame({ values: new Float32Array(11 * C), channels });
  const told: (string | number)[] = [];
  const progress = {
    begin: (label: string, total: number, unit: string) => void told.push(label, total, unit),
    update: (done: number) => void told.push(done),
    end: () => void told.push('end'),
  };
  const before = counts();
  await foldWindows(config, parameters, frame, squaredError, { progress });
  expect(told).toEqual(['Scoring', 8, 'windows', 4, 8, 'end']);
  const signal = AbortSignal.abort();
  const stopped = foldWindows(config, parameters, frame, squaredError, { signal });
  await expect(stopped).rejects.toThrow('Stopped while scoring.');
  expect(counts()).toEqual(before);
});

function build(golden: Golden, settings: Record<string, unknown>) {
  const config = AutoencoderConfig.parse({ ...golden.settings, ...settings, windowSize: W });
  const parameters = createParameterSet(parameterShapes(config, C));
  for (const [name, view] of Object.entries(parameters.views)) view.set(golden.weights[name]);
  return { config, parameters };
}

/** Tensors that the engine and the backend hold. */
function counts(): number[] {
  return [tf.memory().numTensors, tf.engine().backend.numDataIds()];
}
