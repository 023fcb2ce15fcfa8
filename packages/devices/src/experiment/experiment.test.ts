/** Experiments: what they are made of, by numbers worked out by hand, and one from end to end. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRandom, DataError } from '@anodec/core';
import { GanConfig } from '@anodec/gan';
import { decodeSafetensors } from '@anodec/model';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { evaluateScores } from '../assess/evaluate-scores.js';
import { createDayTable, formatDate, SLOTS } from '../day-table.js';
import { calibrateDays, scoresOf } from '../detector/day-scores.js';
import { holdOut } from '../detector/hold-out.js';
import { DayScoringConfig, DayThresholdConfig } from '../detector/scoring-config.js';
import { classesOfDays } from '../groups/day-classes.js';
import { fitFloor } from './floors.js';
import { type ExperimentData, runExperiment } from './run-experiment.js';
import { summarise, summaryCsv } from './summary.js';
import { writeExperiment } from './write-experiment.js';
import { wrongLabels } from './wrong-labels.js';

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'experiment-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

test('a wrong class is never the own one, and each other one occurs', () => {
  const labels = Int32Array.from({ length: 300 }, (_, n) => n % 3);
  const wrong = wrongLabels(labels, 3, createRandom(1));
  expect(wrong.some((label, n) => label === labels[n])).toBe(false);
  const pairs = new Set(Array.from(wrong, (label, n) => `${labels[n]}${label}`));
  expect([...pairs].sort()).toEqual(['01', '02', '10', '12', '20', '21']);
  expect(wrongLabels(labels, 3, createRandom(1))).toEqual(wrong);
  expect(() => wrongLabels(labels, 1, createRandom(1))).toThrow(DataError);
});

test('holds out the share of each class, and never the last day of one', () => {
  const labels = [0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2];
  const { learned, heldOut } = holdOut(labels, 0.4, 5);
  const counts = [0, 1, 2].map((k) => heldOut.filter((n) => labels[n] === k).length);
  expect(counts).toEqual([2, 4, 0]);
  expect([...learned, ...heldOut].sort((a, b) => a - b)).toEqual(labels.map((_, n) => n));
});

/** What AnoGAN would say, from one number for each day. */
function differences(residuals: number[], classLosses: number[]) {
  const zeros = new Float32Array(residuals.length);
  return {
    scores: Float32Array.from(residuals, (value) => 0.9 * value),
    residuals: Float32Array.from(residuals),
    features: zeros,
    classLosses: Float32Array.from(classLosses),
    validityLosses: zeros,
    closestLearned: zeros,
    closestGenerated: zeros,
    generated: zeros,
    inputs: zeros,
    mapperOf: () => ({ weight: zeros, bias: zeros, scale: zeros, offset: zeros }),
  };
}

test('a calibrated score counts deviations of logarithms above their means, and no part that never changes', () => {
  const e = (power: number) => Math.exp(power) - 1e-3;
  const calibration = calibrateDays(differences([e(1), e(3)], [e(0), e(4)]));
  expect(calibration.residuals.mean).toBeCloseTo(2, 5);
  expect(calibration.residuals.deviation).toBeCloseTo(1, 5);
  const [usual, unusual] = scoresOf(
    differences([e(2), e(5)], [e(2), e(10)]),
    'calibrated',
    calibration,
  );
  expect(usual).toBeCloseTo(0, 4);
  expect(unusual).toBeCloseTo(5, 4); // 3 = (5 − 2) / 1 and 4 = (10 − 2) / 2
  // a day with a residual far below the usual one is no less unusual for its class
  const [short] = scoresOf(differences([e(-4)], [e(10)]), 'calibrated', calibration);
  expect(short).toBeCloseTo(4, 4);
  const original = scoresOf(differences([2, 4], [0, 0]), 'original', calibration);
  expect(original[1]).toBeCloseTo(3.6, 6);
  // a discriminator that does not tell classes apart
  const without = calibrateDays(differences([e(1), e(3)], [NaN, NaN]));
  expect(without.classLosses).toBeNull();
  expect(scoresOf(differences([e(5)], [NaN]), 'calibrated', without)[0]).toBeCloseTo(3, 4);
  expect(() => calibrateDays(differences([1], [1]))).toThrow('got 1');
});

/** Days from Monday 2020-01-06 on, each with one level from its first slot to its last. */
function levels(...values: number[]) {
  const all = new Float32Array(values.length * SLOTS);
  for (const [n, value] of values.entries()) all.fill(value, n * SLOTS, (n + 1) * SLOTS);
  return createDayTable('A', datesOf(values.length), all);
}

function datesOf(count: number): string[] {
  return Array.from({ length: count }, (_, n) => formatDate(Date.UTC(2020, 0, 6) + n * 86_400_000));
}

const floorSettings = {
  seed: 1,
  backend: 'simd',
  threads: 1,
  strict: false,
  autoencoderEpochs: 60,
} as const;

test('the floor scores a day by the nearest learned day of its class alone', async () => {
  const floor = await fitFloor('knn', levels(0, 10, 4, 20), [0, 0, 1, 1], floorSettings);
  const scores = await floor.score(levels(9, 9), [0, 1]);
  expect(400 * scores[0]).toBeCloseTo(1, 4); // (10 − 9)² in each slot, of days from 0 to 20
  expect(400 * scores[1]).toBeCloseTo(25, 4); // (9 − 4)²
});

test('the autoencoder scores each day once, higher the farther it is from those of its class', async () => {
  const learned = levels(4, 5, 6, 4, 5, 6, 14, 15, 16, 14, 15, 16);
  const labels = [0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1];
  const floor = await fitFloor('autoencoder', learned, labels, floorSettings);
  const [low, high, wrong, alone] = await floor.score(levels(5, 15, 15, 5), [0, 1, 0, 0]);
  expect(wrong).toBeGreaterThan(10 * low);
  expect(wrong).toBeGreaterThan(10 * high);
  expect(alone).toBe(low);
});

test('a summary has means and deviations over the runs, and leaves out what is not defined', () => {
  const run = (normal: number[], known: number[], limit: number) => [
    { method: 'm', known: evaluateScores(normal, known, limit) },
  ];
  // areas 1 and 0.5; the second run has no day above its threshold, so no precision
  const rows = summarise([run([1, 2], [3, 4], 2.5), run([1, 2], [1, 2], 9)]);
  expect(rows).toHaveLength(1);
  const [{ values }] = rows;
  expect(values.auc.mean).toBeCloseTo(0.75, 12);
  expect(values.auc.deviation).toBeCloseTo(Math.SQRT1_2 / 2, 12);
  expect(values.precision).toEqual({ mean: 1, deviation: NaN, runs: 1 });
  expect(values.recall.mean).toBeCloseTo(0.5, 12);
  const [head, line] = summaryCsv(rows).split('\n');
  expect(head.startsWith('method,anomalies,auc_mean,auc_std,auc_runs,')).toBe(true);
  expect(line.startsWith('"m",known,0.75,0.35')).toBe(true);
});

const settings = {
  gan: GanConfig.parse({
    capacity: 1 / 16,
    latentSize: 5,
    batchSize: 4,
    iterations: 4,
    backend: 'simd',
    threads: 1,
  }),
  scoring: DayScoringConfig.parse({ scoreSteps: 3 }),
  threshold: DayThresholdConfig.parse({}),
  autoencoderEpochs: 2,
};

/** Weekdays and weekends that differ; the last two days to test on are known to be anomalous. */
function dataOf(): ExperimentData {
  const random = createRandom(4);
  const classes = [0, 0, 0, 0, 0, 1, 1, 1];
  const tableOf = (dates: readonly string[]) => {
    const labels = classesOfDays(dates, classes);
    const values = new Float32Array(dates.length * SLOTS);
    dates.forEach((_, n) => {
      const first = 40 + 30 * labels[n];
      for (let s = first; s < first + 20; s++) values[n * SLOTS + s] = 20 + random.uniform();
    });
    return createDayTable('A', dates, values);
  };
  const dates = datesOf(54);
  const train = tableOf(dates.slice(0, 40));
  const anomalous = new Set(dates.slice(-2));
  return {
    train,
    labels: classesOfDays(train.dates, classes),
    classes,
    test: tableOf(dates.slice(40)),
    anomalous,
  };
}

test('runs from end to end, twice with the same scores, and writes its files', {
  timeout: 120_000,
}, async () => {
  const data = dataOf();
  const run = await runExperiment(data, settings, { folder: join(folder, 'networks') });
  expect(run.methods.map(({ method }) => method)).toEqual([
    'acgan, calibrated score',
    'acgan, original score',
    'nearest day of the class',
    'PCA of the class',
    'LSTM autoencoder of the class',
  ]);
  expect([run.normal, run.wrong, run.known].map((part) => part?.table.dates.length)).toEqual([
    12, 12, 2,
  ]);
  expect(run.known?.table.dates).toEqual([...(data.anomalous ?? [])]);
  expect(run.methods[2].wrong?.roc.auc).toBe(1); // classes that do not overlap
  const again = await runExperiment(data, settings);
  expect(again.normal.scores).toEqual(run.normal.scores);
  expect(again.wrong?.scores).toEqual(run.wrong?.scores);
  const files = { folder, device: 'A', number: 2, mappers: true };
  await writeExperiment(files, settings, run);
  const out = join(folder, 'output/experiments');
  for (const path of [
    'score/acgan/A_normal_2.csv',
    'score/acgan/A_anomaly_2.csv',
    'generated/acgan/A_known_2.csv',
    'accuracy/acgan/A_2.csv',
    'accuracy/acgan/A_known_2.csv',
    'roc_curve/acgan/A_2.svg',
    'euclidean/acgan/A_2.csv',
    'loss/acgan/A_2.svg',
  ]) {
    expect([path, existsSync(join(out, path))]).toEqual([path, true]);
  }
  const lines = readFileSync(join(out, 'score/acgan/A_normal_2.csv'), 'utf8').trim().split('\n');
  expect(lines[0]).toBe(`${run.normal.table.dates[0]},${run.normal.scores[0]}`);
  const place = join(folder, 'models/experiments/acgan/A/2/anomaly');
  const [z] = readFileSync(join(place, 'input_z.csv'), 'utf8').split('\n');
  expect(z.split(',')).toHaveLength(1 + 5);
  const [label] = readFileSync(join(place, 'input_label.csv'), 'utf8').split('\n');
  expect(label).toBe(`${run.wrong?.table.dates[0]},${run.wrong?.labels[0]}`);
  const weights = readFileSync(join(place, `${run.normal.table.dates[0]}.safetensors`));
  expect(decodeSafetensors(weights, 'x').arrays.weight.shape).toEqual([5, 5]);
});

test('one class without known anomalies ends in a clear error', async () => {
  const { train, test: tested } = dataOf();
  const classes = [0, 0, 0, 0, 0, 0, 0, 0];
  const data = { train, test: tested, classes, labels: new Uint8Array(train.dates.length) };
  await expect(runExperiment(data, settings)).rejects.toThrow('two classes of days or more');
});
