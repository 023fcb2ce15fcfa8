/** Tests of scoring and reconstructing against PyTorch. */
import { readFileSync } from 'node:fs';
import { createFrame } from '@anodec/core';
import { tf, useBackend } from '@anodec/kernels';
import { beforeAll, expect, test } from 'vitest';
import { AutoencoderConfig } from '../config.js';
import { createParameterSet } from '../parameter-set.js';
import { foldErrors, foldOutputs } from './scoring.js';
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
      const rows = await foldOutputs(config, parameters, frame);
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
    const rows = await foldOutputs({ ...config, stride: W }, parameters, frame);
    for (let b = 0; b < B; b++) {
      const expected = (b * W + (reverseTarget ? 0 : W - 1)) * C;
      for (let c = 0; c < C; c++) {
        expect(rows[(b * W + W - 1) * C + c]).toBeCloseTo(golden.output[expected + c], 5);
      }
    }
  },
);

test('reports progress, and keeps no tensor alive', async () => {
  const { config, parameters } = build(cases[0], { scoreBatchSize: 4 });
  const frame = createFrame({ values: new Float32Array(11 * C), channels });
  const calls: (string | number)[] = [];
  const progress = {
    begin: (label: string, total: number, unit: string) => void calls.push(label, total, unit),
    update: (done: number) => void calls.push(done),
    end: () => void calls.push('end'),
  };
  const before = counts();
  await foldErrors(config, parameters, frame, { progress });
  expect(calls).toEqual(['Scoring', 8, 'windows', 4, 8, 'end']);
  const signal = AbortSignal.abort();
  const stopped = foldErrors(config, parameters, frame, { signal });
  await expect(stopped).rejects.toThrow('Stopped while scoring.');
  expect(counts()).toEqual(before);
});

test.each([
  ['squared', (error: number) => error ** 2],
  ['absolute', Math.abs],
] as const)('gives a window its mean %s error at its last row', async (scoreError, errorOf) => {
  const [golden] = cases;
  const settings = { fold: 'window', scoreError, stride: W, windowOffset: 1 };
  const { config, parameters } = build(golden, settings);
  const values = Float32Array.from([0, 0, 0, ...golden.batch]); // row 0 is in no window
  const rows = await foldErrors(config, parameters, createFrame({ values, channels }));
  for (let b = 0; b < B; b++) {
    for (let c = 0; c < C; c++) {
      const errors = Array.from({ length: W }, (_, w) => {
        const at = (b * W + w) * C + c;
        return errorOf(golden.output[at] - golden.batch[at]);
      });
      const expected = errors.reduce((sum, error) => sum + error, 0) / W;
      expect(rows[(1 + b * W + W - 1) * C + c]).toBeCloseTo(expected, 5);
    }
  }
  const scored = [...rows.keys()].filter((i) => i % C === 0 && !Number.isNaN(rows[i]));
  expect(scored.map((i) => i / C)).toEqual([4, 8, 12]);
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
