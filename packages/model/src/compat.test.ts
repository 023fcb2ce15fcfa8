/**
 * The preset `compat` against the original system, re-implemented in PyTorch (utils/golden/original.py): the same
 * windows, the same number of weights, the same losses, and the same `df_errors`.
 */
import { readFileSync } from 'node:fs';
import { createFrame, type FittedDetector, type TimeSeriesFrame } from '@anodec/core';
import { beforeAll, expect, test } from 'vitest';
import { createWindowBatches } from './autoencoder/batches.js';
import { parameterShapes } from './autoencoder/shapes.js';
import { AutoencoderConfig } from './config.js';
import { autoencoder } from './detectors/autoencoder.js';
import { parameterCount } from './parameter-set.js';
import { applyPreset } from './presets.js';
import type { FitSummary } from './training/report.js';

interface Golden {
  settings: Record<string, number>;
  channels: string[];
  normal: number[];
  attack: number[];
  starts: number[];
  epochs: { train: number; valid: number }[];
  errors: { row: number; mse: number; mae: number }[];
  parameters: Record<string, number>;
}

const fixture = new URL('../../../test/fixtures/original.json', import.meta.url);
const golden = JSON.parse(readFileSync(fixture, 'utf8')) as Golden;
const { channels, settings } = golden;
const normal = createFrame({ values: Float32Array.from(golden.normal), channels });
const attack = createFrame({ values: Float32Array.from(golden.attack), channels });

/** The settings of the golden run by our names; everything else is the preset's. */
const options = {
  preset: 'compat',
  windowSize: settings.window_size,
  hiddenSize: settings.hidden_size,
  embeddingSize: settings.embedding_size,
  sampleSize: settings.sample_size,
  sampledTrainShare: settings.validation_split,
  batchSize: settings.batch_size,
  maxEpochs: settings.max_epochs,
  learningRate: settings.learning_rate,
  stride: settings.test_set_step_size,
};

let fitted: FittedDetector;
let summary: FitSummary;

beforeAll(async () => {
  const callback = { onFitEnd: (end: FitSummary) => void (summary = end) };
  fitted = await autoencoder.create(options, { callbacks: [callback] }).fit([normal]);
});

test('has the defaults of the original', () => {
  expect(AutoencoderConfig.parse(applyPreset({ preset: 'compat' }))).toMatchObject({
    batchSize: 32,
    windowSize: 100,
    sampleSize: 1000,
    sampledTrainShare: 0.05,
    stride: 100,
    learningRate: 0.001,
    hiddenSize: 64,
    embeddingSize: 128,
    numLayers: 1,
    maxEpochs: 1000,
    seed: 42,
  });
});

test('has as many weights', () => {
  const counts = Object.keys(golden.parameters).map((sizes) => {
    const [hiddenSize, embeddingSize] = sizes.split('/').map(Number);
    const sized = applyPreset({ preset: 'compat', hiddenSize, embeddingSize });
    return parameterCount(parameterShapes(AutoencoderConfig.parse(sized), 51));
  });
  expect(counts).toEqual(Object.values(golden.parameters));
  expect(counts[0]).toBe(202_812);
});

test('trains and validates on the same windows in the same order', () => {
  const config = AutoencoderConfig.parse(applyPreset(options));
  const batches = createWindowBatches(config, [normal], []);
  const windows = [...flat(batches.train(2)), ...flat(batches.valid())];
  const length = config.windowSize * channels.length;
  const expected = golden.starts.map((start) => firstReadings(normal, start, length));
  expect(windows).toEqual(expected);
});

test('has the same losses in every epoch', () => {
  expect(summary.reports).toHaveLength(golden.epochs.length);
  for (const [epoch, { train, valid }] of golden.epochs.entries()) {
    // single precision here, double there: three digits more than a wrong window would leave
    expect(summary.reports[epoch].train.loss / train).toBeCloseTo(1, 5);
    expect(summary.reports[epoch].valid.loss / valid).toBeCloseTo(1, 5);
  }
});

test('gives the same errors to the same rows, and none to the others', async () => {
  const { rows } = await fitted.score(attack);
  const scored = [...rows.keys()].filter((t) => !Number.isNaN(rows[t]));
  expect(scored).toEqual(golden.errors.map(({ row }) => row));
  expect(scored).toHaveLength(Math.ceil((450 - options.windowSize) / options.stride));
  for (const { row, mse } of golden.errors) expect(rows[row] / mse).toBeCloseTo(1, 4);
});

test('gives absolute errors where asked to', async () => {
  const state = fitted.state();
  const absolute = { ...state, config: { ...state.config, scoreError: 'absolute' } };
  const { rows } = await autoencoder.restore(absolute).score(attack);
  for (const { row, mae } of golden.errors) expect(rows[row] / mae).toBeCloseTo(1, 4);
});

function* flat(batches: Iterable<{ size: number; input: Float32Array }>): Iterable<number[]> {
  for (const { size, input } of batches) {
    for (let b = 0; b < size; b++) {
      const from = (b * input.length) / size;
      yield [...input.subarray(from, from + 8)];
    }
  }
}

function firstReadings(frame: TimeSeriesFrame, start: number, length: number): number[] {
  const from = start * frame.channels.length;
  return [...frame.values.subarray(from, from + length)].slice(0, 8);
}
