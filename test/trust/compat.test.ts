/**
 * The preset compat along the whole path, against the original program re-implemented in PyTorch
 * (utils/golden/original.py): its losses, its `df_errors`, its flags.
 */
import { readFileSync } from 'node:fs';
import {
  evaluateRun,
  type GivenSettings,
  openRun,
  parseTrainSettings,
  prepareTables,
  processedStore,
  scoreRun,
  type Scoring,
  type Training,
  trainRun,
  withPreset,
} from '@anodec/pipeline';
import { openStore, readErrors } from '@anodec/tables';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Bench, createBench } from './plant.js';

interface Golden {
  settings: Record<string, number>;
  channels: string[];
  normal: number[];
  attack: number[];
  epochs: { train: number; valid: number }[];
  errors: { row: number; mse: number }[];
}

const fixture = new URL('../fixtures/original.json', import.meta.url);
const { settings, channels, ...golden } = JSON.parse(readFileSync(fixture, 'utf8')) as Golden;

/** The fixture is standardised already, to four digits, so that scaling changes next to nothing. */
function csv(values: readonly number[]): string {
  const C = channels.length;
  const rows = Array.from({ length: values.length / C }, (_, t) =>
    values.slice(t * C, (t + 1) * C).join(','),
  );
  return `${channels.join(',')}\n${rows.join('\n')}\n`;
}

let bench: Bench;
let given: GivenSettings;
let trained: Training;
let scored: Scoring;

beforeAll(async () => {
  bench = createBench();
  const { paths } = await prepareTables({
    normal: bench.write('normal.csv', csv(golden.normal)),
    attack: bench.write('attack.csv', csv(golden.attack)),
    paths: { ...bench.paths, dataset: 'original' },
  });
  given = withPreset({
    preset: { name: 'compat' },
    paths: { ...paths },
    preprocess: { validationSplit: settings.validation_split },
    detector: {
      windowSize: settings.window_size,
      hiddenSize: settings.hidden_size,
      embeddingSize: settings.embedding_size,
      sampleSize: settings.sample_size,
      batchSize: settings.batch_size,
      maxEpochs: settings.max_epochs,
      learningRate: settings.learning_rate,
      stride: settings.test_set_step_size,
    },
    baselines: { baselines: ['none'] },
  });
  trained = await trainRun(given);
  scored = await scoreRun(await openRun(trained.run.path));
});
afterAll(() => bench.remove());

test('sets every default of the original, and its share of training windows by validationSplit', () => {
  const compat = parseTrainSettings(withPreset({ preset: { name: 'compat' } }));
  expect(compat.preprocess).toMatchObject({
    sampleFreq: '5s',
    aggregate: ['mean'],
    validationSplit: 0.05,
    invertedSplit: true,
    clip: 'none',
    recentre: 'none',
  });
  expect(compat.detector).toMatchObject({ stride: 100, sampledTrainShare: 0.05, fold: 'window' });
  expect(compat.alarmPolicy).toMatchObject({ threshold: { kind: 'fixed', value: 1 } });
  expect(parseTrainSettings(given).detector.sampledTrainShare).toBe(settings.validation_split);
});

test('has the losses of every epoch', () => {
  const reports = trained.record.summary?.reports ?? [];
  expect(reports).toHaveLength(golden.epochs.length);
  for (const [epoch, { train, valid }] of golden.epochs.entries()) {
    // the fixture's four digits leave its mean and deviation off by some 1e-5
    expect(reports[epoch].train.loss / train).toBeCloseTo(1, 4);
    expect(reports[epoch].valid.loss / valid).toBeCloseTo(1, 4);
  }
});

test('keeps the errors of windows alone, with the flags of the threshold 1', async () => {
  const { dataRoot, dataset, logs } = trained.settings.paths;
  const store = await openStore(processedStore({ dataRoot, dataset, logs }));
  try {
    const { timestamps, mse, predicted } = readErrors(store, { version: 0 });
    expect([...timestamps]).toEqual(golden.errors.map(({ row }) => row));
    for (const [n, error] of golden.errors.entries()) {
      expect(mse[n] / error.mse).toBeCloseTo(1, 3);
      expect(predicted?.[n]).toBe(Number(error.mse > 1));
    }
    expect(predicted).toContain(1);
  } finally {
    store.close();
  }
  expect(scored.recordings[0].detection.threshold.value).toBe(1);
  await expect(evaluateRun(await openRun(trained.run.path))).resolves.toBeDefined();
});

test('is read by scripts of the original: their names in hparams.yaml', async () => {
  expect(await trained.run.readHparams()).toMatchObject({
    detector: 'autoencoder',
    scaler: 'standard',
    missing: 'drop',
    batch_size: settings.batch_size,
    window_size: settings.window_size,
    seq_len: settings.window_size,
    input_size: channels.length,
    sample_size: settings.sample_size,
    sample_freq: '5s',
    test_set_step_size: settings.test_set_step_size,
    validation_split: settings.validation_split,
    learning_rate: settings.learning_rate,
    hidden_size: settings.hidden_size,
    embedding_size: settings.embedding_size,
    num_lstm_layer: 1,
    max_epochs: settings.max_epochs,
  });
});
