/** What load_model.py expected in PyTorch of exported networks, against the detectors that were exported. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createFrame } from '@anodec/core';
import { AutoencoderConfig } from '@anodec/model';
import { restoreDetector } from '@anodec/pipeline';
import { prepareFrame } from '@anodec/preprocess';
import { expect, test } from 'vitest';
import { exampleArtifact, exampleFrame, examples, largestDifference } from '../example.fixture.js';
import { linearScaling } from '../linear-scaling.js';
import { safetensorsFormat } from './safetensors-format.js';

const fixture = new URL('../../../../test/fixtures/torch/load-model.json', import.meta.url);
const { loader, cases } = JSON.parse(readFileSync(fixture, 'utf8')) as {
  loader: string;
  cases: Record<string, { weights: string; expected: number[] }>;
};
const sha256 = (content: string | Uint8Array) => createHash('sha256').update(content).digest('hex');

test('there is a golden of every network among the examples', () => {
  const networks = Object.keys(examples).filter((name) => examples[name].state === undefined);
  expect(Object.keys(cases)).toEqual(networks);
});

test.each(Object.keys(cases))('expects what the run expects: %s', async (name) => {
  const run = exampleArtifact(examples[name]);
  const { files } = safetensorsFormat.make(run);
  expect([files['load_model.py'], files['model.safetensors']].map(sha256)).toEqual([
    loader,
    cases[name].weights,
  ]);
  const expected = await expectedReadings(run);
  // single precision, and another order of sums; a counter near a million
  expect(largestDifference(expected, cases[name].expected)).toBeLessThan(2e-6);
});

/** The reconstruction of the last window of the example, in sensor units. */
async function expectedReadings({ preprocessing, detectors }: ReturnType<typeof exampleArtifact>) {
  const { detector } = detectors[0];
  const state = detector.state();
  const config = AutoencoderConfig.parse(state.config);
  const { channels } = preprocessing;
  const C = channels.length;
  // one window, of which every row counts
  const whole = restoreDetector({ ...state, config: { ...config, fold: 'mean' } });
  const { inputs } = prepareFrame(exampleFrame(), preprocessing);
  const last = createFrame({ values: inputs.values.slice(-C * (detector.lookback + 1)), channels });
  const rows = (await whole.reconstruct?.(last)) ?? new Float32Array(0);
  const scaling = linearScaling(preprocessing);
  if (typeof scaling === 'string') throw new Error(scaling);
  return Float64Array.from(rows.slice(-C * config.windowSize), (value, i) => {
    const c = i % C;
    return value * scaling.scales[c] + scaling.offsets[c] + scaling.shifts[c];
  });
}
