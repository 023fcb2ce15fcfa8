/** What a training and an evaluation log for TensorBoard. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createFrame,
  type DetectorState,
  type FittedDetector,
  frameLength,
  sliceFrame,
} from '@anodec/core';
import { createRun, type Run } from '@anodec/runs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createDetector, restoreDetector } from '../detectors/registry.js';
import { LoggingConfig } from '../settings/logging-config.js';
import { logCodes } from './log-codes.js';
import { reconstructBeginning } from './log-reconstructions.js';
import { modelGraph } from './model-graph.js';
import { type ChartPixels, reconstructionChart } from './reconstruction-chart.js';
import { createTensorBoardLog } from './tensorboard.js';

let folder = '';
let run: Run;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'anodec-logging-'));
  run = await createRun(folder);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const channels = ['LIT101', 'FIT101'];
const wave = (T: number) =>
  createFrame({
    values: Float32Array.from({ length: 2 * T }, (_, i) => Math.sin(i / 5)),
    channels,
  });
const settings = {
  cell: 'gru',
  hiddenSize: 3,
  embeddingSize: 2,
  windowSize: 4,
  maxEpochs: 2,
  sampleSize: 0,
  batchSize: 8,
  threads: 1,
};

/** Everything in the event files, as text: tags are found in it, and so often as they were written. */
const logged = (): string =>
  readdirSync(run.path)
    .filter((name) => name.includes('tfevents'))
    .map((name) => readFileSync(join(run.path, name), 'latin1'))
    .join('');
const count = (tag: string): number => logged().split(tag).length - 1;

/** Trains a small network with a log. */
async function train(given: Partial<LoggingConfig> = {}): Promise<FittedDetector> {
  const parts = { hparams: { hiddenSize: 3, baselines: ['pca', 'knn'] }, charted: wave(30) };
  const log = createTensorBoardLog(run, LoggingConfig.parse(given), parts);
  const context = { callbacks: [log.callback] };
  const detector = createDetector('autoencoder', settings, context);
  const fitted = await detector.fit([wave(60)], { validation: [wave(30)] });
  log.close('success');
  expect(log.notes()).toEqual([]);
  return fitted;
}

test('logs losses, rates, histograms, charts, graph and settings of a training', async () => {
  await train({ logEveryNSteps: 2, logReconstructionsEveryNEpochs: 1, logSensors: ['FIT101'] });
  expect(count('losses/train_loss')).toBe(3); // an epoch each, and the chart of both losses
  expect(count('step/learning_rate')).toBe(8); // 57 windows are 8 batches, 2 epochs 16 steps
  expect(count('step/gradient_norm')).toBe(8);
  expect(count('weights/encoder.0.weightIh')).toBe(3); // before the first epoch, too
  expect(count('gradients/encoder.0.weightIh')).toBe(2);
  expect(count('reconstruction/FIT101')).toBe(2);
  expect(count('reconstruction/LIT101')).toBe(0);
  expect(logged()).toContain('pca, knn');
  expect(logged()).toContain('_hparams_/session_end_info');
  expect(logged()).toContain('encoder/0');
});

test('refuses a sensor that is not there, by its name', async () => {
  await expect(train({ logSensors: ['FIT101', 'FIT999'] })).rejects.toThrow(
    'must name sensors of the data, got FIT999',
  );
});

test('logs no histogram and no chart where they are switched off', async () => {
  await train({ logHistogramsEveryNEpochs: 0, logReconstructionsEveryNEpochs: 0 });
  expect(count('weights/')).toBe(0);
  expect(count('reconstruction/')).toBe(0);
});

test('trains to the same bits with and without a log', async () => {
  const plain = await createDetector('autoencoder', settings).fit([wave(60)], {
    validation: [wave(30)],
  });
  const withLog = await train({ logReconstructionsEveryNEpochs: 1 });
  expect(withLog.state()).toEqual(plain.state());
});

test('writes a code for each window, with its time and its error', async () => {
  const fitted = await train();
  const frame = wave(10);
  const { rows: errors } = await fitted.score(frame);
  const events = run.openEvents();
  await logCodes(events, fitted, frame, { errors }, { tag: 'code', step: 3, limit: 5 });
  events.close();
  const read = (name: string): string[] =>
    readFileSync(join(run.path, '00003/code', name), 'utf8')
      .trim()
      .split('\n');
  expect(read('tensors.tsv').map((line) => line.split('\t').length)).toEqual([2, 2, 2, 2, 2]);
  const [header, ...lines] = read('metadata.tsv').map((line) => line.split('\t'));
  expect(header).toEqual(['time', 'row', 'error']);
  expect(lines.map(([, row]) => Number(row))).toEqual([3, 4, 5, 7, 8]); // of 7 windows, evenly
  expect(lines.map(([, , error]) => Number(error))).toEqual([3, 4, 5, 7, 8].map((t) => errors[t]));
  expect(existsSync(join(run.path, 'projector_config.pbtxt'))).toBe(true);
});

test('charts each row as the window that holds it reconstructs it, from the first row on', async () => {
  const fitted = await train();
  const state = fitted.state();
  const reconstructed = await reconstructBeginning(state, wave(200));
  expect(frameLength(reconstructed?.rows ?? wave(0))).toBe(128); // 32 windows of 4 rows
  const mean = restoreDetector({ ...state, config: { ...state.config, fold: 'mean' } });
  for (const start of [0, 4, 124]) {
    const alone = await mean.reconstruct?.(sliceFrame(wave(200), { start, end: start + 4 }));
    expect(reconstructed?.expected.subarray(2 * start, 2 * (start + 4))).toEqual(alone);
  }
  const short = await reconstructBeginning(state, wave(10));
  expect([...(short?.expected ?? [])].map(Number.isNaN)).toEqual([
    ...Array.from({ length: 16 }, () => false),
    ...Array.from({ length: 4 }, () => true), // two rows after the last whole window
  ]);
});

test('draws the graph from the window to its reconstruction, around the linear path', () => {
  const array = { shape: [1], data: new Float32Array(1) };
  const state: DetectorState = {
    detector: 'autoencoder',
    config: { windowSize: 4, cell: 'gru', loss: 'mse' },
    channels,
    arrays: { 'encoder.0.weightHh': array, 'output.weight': array, 'linear.means': array },
  };
  const inputs = modelGraph(state).map(({ name, op, inputs: from }) => [name, op, ...from]);
  expect(inputs).toEqual([
    ['window', 'Window'],
    ['linear', 'Linear', 'window'],
    ['residual', 'Subtract', 'window', 'linear'],
    ['encoder/0', 'GRU', 'residual'],
    ['output', 'Linear', 'encoder/0'],
    ['reconstruction', 'Add', 'output', 'linear'],
    ['error', 'mse', 'reconstruction', 'window'],
  ]);
});

/** (height, width): how red each pixel of a chart is. */
function reds({ palette, numbers }: ChartPixels): Uint8Array {
  return numbers.map((number) => palette[3 * number]);
}

test('draws a falling line from the upper left to the lower right, and both series on one scale', () => {
  const chart = reconstructionChart({ recorded: [1, 0], expected: [0.5, 0.5] });
  const { width, height } = chart;
  const red = (x: number, y: number): number => reds(chart)[y * width + x];
  expect(red(4, 4)).toBe(0x1f);
  expect(red(width - 5, height - 5)).toBe(0x1f);
  expect(red(4, height / 2)).toBe(0);
  expect(red(width - 5, 4)).toBe(255);
});

test('draws a chart where a sensor stands still, and an empty one where nothing is known', () => {
  const chart = (value: number): Uint8Array =>
    reds(reconstructionChart({ recorded: [value, value], expected: [NaN, NaN] }));
  expect(chart(3).some((level) => level < 255)).toBe(true);
  expect(chart(NaN).every((level) => level === 255)).toBe(true);
});
