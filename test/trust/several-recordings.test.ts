/** Several recordings of one plant train, are scored and reported together. */
import {
  evaluateRun,
  openRun,
  prepareTables,
  processedStore,
  scoreRun,
  trainRun,
} from '@anodec/pipeline';
import { openStore, readErrors } from '@anodec/tables';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Bench, createBench, plantTable, tinySettings } from './plant.js';

let bench: Bench;
let run: string;
let store: string;

beforeAll(async () => {
  bench = createBench();
  const normal = [0, 1000].map((from) =>
    bench.write(`train-${from}.csv`, plantTable({ rows: 300, from })),
  );
  const attack = [
    // no attack in the first one
    bench.write('test-1.csv', plantTable({ rows: 150, from: 400, attack: [0, 0] })),
    bench.write('test-2.csv', plantTable({ rows: 200, from: 1400, attack: [100, 120] })),
  ];
  const { paths } = await prepareTables({
    normal,
    attack,
    paths: { ...bench.paths, dataset: 'two' },
  });
  store = processedStore(paths);
  const settings = { ...tinySettings(paths), baselines: { baselines: ['pca'] } };
  ({ path: run } = (await trainRun(settings)).run);
});
afterAll(() => bench.remove());

test('train together, each split in time', async () => {
  const { run: found, learnedFrom } = await openRun(run);
  expect(learnedFrom.map(({ source, key }) => [source, key])).toEqual([
    ['train-0.csv', 'df_norm'],
    ['train-1000.csv', 'df_norm_2'],
  ]);
  for (const side of ['training', 'validation'] as const) {
    for (const index of [0, 1]) {
      const { rows } = await found.readScores({ detector: 'pca', side, index });
      expect(rows).toHaveLength(side === 'training' ? 207 : 89); // 4 rows between the sides
    }
  }
});

test('are scored one by one, with a key, alarms and rows of their own', async () => {
  const { recordings } = await scoreRun(await openRun(run));
  expect(recordings.map((one) => [one.errorsKey, one.rows])).toEqual([
    ['df_errors_0', 150],
    ['df_errors_0_2', 200],
  ]);
  const opened = await openStore(store);
  try {
    for (const [index, { prepared }] of recordings.entries()) {
      const { timestamps } = readErrors(opened, { version: 0, index });
      expect(timestamps).toEqual(prepared.raw.timestamps);
    }
  } finally {
    opened.close();
  }
  const { alarms } = JSON.parse(bench.read('lightning_logs/version_0/alarms.json')) as {
    alarms: { recording: string; rows: { start: number; end: number } }[];
  };
  const second = alarms.filter(({ recording }) => recording === 'test-2.csv');
  expect(second.some(({ rows }) => rows.start < 120 && rows.end > 100)).toBe(true);
  const [head, ...lines] = bench.read('lightning_logs/version_0/scores.csv').trimEnd().split('\n');
  expect(head).toBe('recording,time,score,p_value,threshold,anomaly_predicted,alarm,reason');
  expect(lines.filter((line) => line.startsWith('test-1.csv,'))).toHaveLength(150);
  expect(lines.filter((line) => line.startsWith('test-2.csv,'))).toHaveLength(200);
  expect(bench.read('lightning_logs/version_0/alarms.csv').split('\n')[1]).toMatch(
    /^test-[12]\.csv,/,
  );
});

test('are evaluated together: an attack in the second recording only counts', async () => {
  const { report } = await evaluateRun(await openRun(run));
  const [{ evaluation }] = report.results;
  expect(evaluation.rows).toBe(350);
  expect(evaluation.scoredRows).toBe(350 - 2 * 4);
  expect(evaluation.events[0]).toMatchObject({ attacks: 1, caught: 1 });
  expect(evaluation.recordings).toHaveLength(2);
  expect(report.testRowUse).toEqual({ rows: 350, training: 0, validation: 0 });
});
