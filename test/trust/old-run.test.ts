/** Run directories of the format before artifacts are read: the same scores, threshold and alarms. */
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeNpy } from '@anodec/files';
import {
  evaluateRun,
  openRun,
  prepareTables,
  scoreRun,
  scoreTable,
  type TrainedRun,
} from '@anodec/pipeline';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Bench, createBench } from './plant.js';

const FIXTURE = new URL('../fixtures/old-run/', import.meta.url);
const THRESHOLD = 2.849457263946533;

let bench: Bench;
let trained: TrainedRun;

beforeAll(async () => {
  bench = createBench();
  cpSync(new URL('version_0', FIXTURE), join(bench.paths.logs, 'version_0'), { recursive: true });
  const { paths } = await prepareTables({
    normal: new URL('old-normal.csv', FIXTURE).pathname,
    attack: new URL('old-test.csv', FIXTURE).pathname,
    paths: { ...bench.paths, dataset: 'old' },
  });
  const opened = await openRun(0, { logs: paths.logs });
  trained = { ...opened, settings: { ...opened.settings, paths } };
});
afterAll(() => bench.remove());

const stored = (name: string): Uint8Array => readFileSync(new URL(`version_0/${name}`, FIXTURE));

test('evaluates what was scored by the version that wrote it', async () => {
  const { report } = await evaluateRun(trained);
  const [{ name, threshold, evaluation }] = report.results;
  expect(name).toBe('LSTM autoencoder');
  expect(threshold.value).toBe(THRESHOLD);
  expect(evaluation.events[0]).toMatchObject({ attacks: 1, caught: 1 });
  const names = report.results.map((one) => one.name);
  expect(names).toEqual(['LSTM autoencoder', 'PCA', 'Norm', 'Linear baseline']);
});

test('scores with the same bits, threshold and alarms', async () => {
  const { recordings } = await scoreRun(trained);
  const [{ detection }] = recordings;
  expect(detection.threshold.value).toBe(THRESHOLD);
  const { alarms } = JSON.parse(String(stored('alarms.json'))) as { alarms: unknown };
  expect(JSON.parse(JSON.stringify(detection.alarms))).toEqual(alarms);
  for (const name of ['autoencoder', 'pca', 'norm', 'linear-floor']) {
    const { rows, channels } = await trained.run.readScores({
      detector: name,
      side: 'test',
      index: 0,
    });
    const expected = (part: string) =>
      decodeNpy(stored(`scores/${name}-attack-${part}.npy`), name).data;
    expect(rows).toEqual(expected('rows'));
    expect(channels).toEqual(expected('channels'));
  }
  await expect(evaluateRun(trained)).resolves.toBeDefined();
});

test('scores its test table with nothing but the run directory', async () => {
  const table = await scoreTable(trained, new URL('old-test.csv', FIXTURE).pathname);
  expect(table.detection.threshold.value).toBe(THRESHOLD);
  const { recordings } = await scoreRun(trained);
  expect(table.detection.score).toEqual(recordings[0].detection.score);
});
