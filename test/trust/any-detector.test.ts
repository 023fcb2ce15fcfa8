/** Any detector can raise the alarms of a run. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError, createFrame } from '@anodec/core';
import {
  createDetector,
  evaluateRun,
  openRun,
  prepareTables,
  scoreRun,
  scoresToCsv,
  trainRun,
  withDecisions,
} from '@anodec/pipeline';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createWorkplace } from '../anodec-command.js';
import { type Bench, createBench, plantTable, tinySettings } from './plant.js';

let bench: Bench;
let paths: Awaited<ReturnType<typeof prepareTables>>['paths'];
beforeAll(async () => {
  bench = createBench();
  ({ paths } = await prepareTables(bench.tables('m')));
});
afterAll(() => bench.remove());

const titles = {
  pca: 'PCA',
  norm: 'Norm',
  knn: 'Nearest neighbour',
  'last-value': 'Last value',
  autoregression: 'Autoregression',
  'isolation-forest': 'Isolation forest',
  'extended-isolation-forest': 'Extended isolation forest',
  lof: 'Local outlier factor',
  dbscan: 'DBSCAN',
  hdbscan: 'HDBSCAN',
  'one-class-svm': 'One-class SVM',
  'robust-covariance': 'Robust covariance',
  'gaussian-mixture': 'Gaussian mixture',
  'k-means': 'Distance to 8 centres',
  hbos: 'Histograms',
  ecod: 'Tail probabilities (ECOD)',
  copod: 'Copula tails (COPOD)',
  kde: 'Kernel density',
};

/** Their scores hardly grow beyond the training readings: rows near the bounds of several channels score as much. */
const bounded = ['isolation-forest', 'extended-isolation-forest', 'ecod', 'copod'];

test.each(Object.entries(titles))(
  '%s trains, scores and evaluates without checkpoints',
  async (kind, title) => {
    const { run, metrics, record } = await trainRun(tinySettings(paths, { kind }));
    expect(metrics).toMatchObject({
      detector: title,
      dataset: paths.dataset,
    });
    expect(record.start).toBeUndefined();
    expect(existsSync(join(run.path, 'checkpoints'))).toBe(false);
    expect(await run.listDetectors()).toEqual([kind]);
    const { recordings } = await scoreRun(await openRun(run.path));
    // the scores are those of the detector alone on the same rows
    const [{ prepared }] = recordings;
    const { detectors } = await openRun(run.path);
    const own = await detectors[0].detector.score(prepared.inputs);
    const kept = await run.readScores({ detector: kind, side: 'test', index: 0 });
    expect(kept).toEqual(own);
    const { report } = await evaluateRun(await openRun(run.path));
    expect(report.results.map(({ name }) => name)).toEqual([metrics.detector]);
    const { attacks, caught } = report.results[0].evaluation.events[0];
    expect([attacks, bounded.includes(kind) || caught === 1]).toEqual([1, true]);
  },
);

test('the primary detector and a baseline of the same kind keep their own files', async () => {
  const settings = {
    paths,
    detector: { kind: 'pca', explainedVariance: 0.5 },
    baselines: { baselines: ['pca'], pca: { explainedVariance: 0.99 } },
  };
  const { run } = await trainRun(settings);
  expect(await run.listDetectors()).toEqual(['baseline-pca', 'pca']);
  const { detectors } = await openRun(run.path);
  const shares = detectors.map(({ detector }) => detector.state().config.explainedVariance);
  expect(shares).toEqual([0.5, 0.99]);
});

test('rows of a run can be called unknown, in a column of the file of scores', async () => {
  const { run } = await trainRun(tinySettings(paths, { kind: 'pca' }));
  const trained = await openRun(run.path);
  const parts = (await scoreRun(trained)).recordings.map(({ part }) => part);
  const config = { rate: 0.2, confidence: 0.95 };
  const decided = withDecisions(parts, trained, config);
  const [head, ...lines] = scoresToCsv(decided).trim().split('\n');
  const at = head.split(',').indexOf('decision');
  const said = lines.map((line) => line.split(',')[at]);
  expect(new Set(said)).toEqual(new Set(['normal', 'anomalous', 'unknown']));
  // the attack: rows that score above all held-out ones
  const { score } = parts[0].detection;
  const highest = score.indexOf(score.reduce((a, b) => Math.max(a, b)));
  expect(said[highest]).toBe('anomalous');
  expect(scoresToCsv(parts)).not.toContain('decision');
});

test('an option that the detector does not have is refused, with those it has', async () => {
  const trained = trainRun({ paths, detector: { kind: 'pca', windowSize: 5 } });
  await expect(trained).rejects.toThrow(ConfigError);
  await expect(trained).rejects.toThrow(/windowSize/);
  await expect(trainRun({ paths, detector: { kind: 'pcaa' } })).rejects.toThrow(
    /must be one of autoencoder, pca, norm.*got "pcaa"/,
  );
});

test('the command trains, scores and evaluates with --detector pca', () => {
  const work = createWorkplace();
  try {
    work.write('train.csv', plantTable({ rows: 300 }));
    work.write('test.csv', plantTable({ rows: 200, from: 400, attack: [100, 120] }));
    const words = ['--normal', 'train.csv', '--attack', 'test.csv', '--baselines', 'none'];
    const ran = work.anodec('run', ...words, '--detector', 'pca');
    expect(ran).toMatchObject({ code: 0, err: '' });
    const resumed = work.anodec('train', '--resume', '0');
    expect(resumed.code).toBe(2);
    expect(resumed.err).toContain('pca is fitted in one step. Train anew.');
    expect(work.files('lightning_logs/version_1')).toEqual({});
  } finally {
    work.remove();
  }
});

test('a detector is made by its name, outside of any run', async () => {
  const frame = createFrame({ values: Float32Array.of(0, 2, 4, 2), channels: ['A', 'B'] });
  const fitted = await createDetector('norm').fit([frame]);
  const { rows } = await fitted.score(frame);
  expect([...rows]).toEqual([2, 2]); // ((0−2)² + (2−2)²) / 2
});
