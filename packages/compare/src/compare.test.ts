/** Runs side by side on one data set and ranked over several. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { ConfigError, createRandom, DataError } from '@anodec/core';
import { openRun, prepareTables, scoreRun, type TrainedRun, trainRun } from '@anodec/pipeline';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { nameContenders } from './contenders.js';
import { type DetectedRun, detectRun } from './detected-run.js';
import { compareRuns } from './index.js';

let folder: string;
/** Runs by data set and detector. */
let runs: Record<string, TrainedRun>;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'anodec-compare-'));
  const logs = join(folder, 'logs');
  const table = (name: string, rows: number, seed: number, isTest: boolean): string => {
    const random = createRandom(seed);
    const lines = Array.from({ length: rows }, (_, t) => {
      const attacked = isTest && t % 60 >= 40 && t % 60 < 50;
      // the sum of the channels stays the same in normal operation, and within its range in attacks
      const level = Math.sin(t / 7);
      const cells = [level, attacked ? level : -level, Math.cos(t / 11)];
      const noisy = cells.map((cell) => (cell + 0.05 * random.normal()).toFixed(5));
      return [...noisy, ...(isTest ? [Number(attacked)] : [])].join(',');
    });
    const path = join(folder, name);
    writeFileSync(path, `A,B,C${isTest ? ',label' : ''}\n${lines.join('\n')}\n`);
    return path;
  };
  runs = {};
  for (const [i, dataset] of ['first', 'second', 'third'].entries()) {
    const { paths } = await prepareTables({
      normal: table(`${dataset}-normal.csv`, 400, 2 * i, false),
      attack: table(`${dataset}-test.csv`, 600, 2 * i + 1, true),
      paths: { dataRoot: join(folder, 'data'), logs, dataset },
    });
    for (const [name, detector] of Object.entries({
      pca: { kind: 'pca', explainedVariance: 0.9 },
      norm: { kind: 'norm' },
    })) {
      const { run } = await trainRun({
        paths,
        detector,
        preprocess: { recentre: 'none' },
        baselines: { baselines: ['norm'] },
      });
      await scoreRun(await openRun(run.path));
      runs[`${dataset} ${name}`] = await openRun(run.path);
    }
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('two runs on the same recordings: PCA, which knows the relation, detects what the norm cannot', async () => {
  const { dataSets, ranks } = await compareRuns([runs['first pca'], runs['first norm']]);
  expect(ranks).toBeUndefined();
  const [{ contenders, attacks, panel, pairs }] = dataSets;
  expect(contenders.map(({ name }) => name)).toEqual(['PCA', 'Norm']);
  expect(attacks).toHaveLength(10);
  const detected = panel.find(({ key }) => key === 'detectedAttacks');
  expect(detected?.values).toEqual(
    [0, 1].map((i) => [attacks.filter((a) => a.detected[i] === 1).length]),
  );
  const byKey = Object.fromEntries(pairs[0].tests.map((one) => [one.key, one]));
  expect(byKey.covered.first).toBeGreaterThan(byKey.covered.second ?? NaN);
  expect(byKey.covered.adjustedP).toBeLessThan(0.05);
});

test('a list of runs is one detector with several seeds', async () => {
  const [pca, norm] = [runs['first pca'], runs['first norm']];
  const { dataSets } = await compareRuns([[pca, pca], norm]);
  const [{ contenders, attacks, panel }] = dataSets;
  expect(contenders.map((one) => one.runs.length)).toEqual([2, 1]);
  expect(panel[0].values.map((values) => values.length)).toEqual([2, 1]);
  expect(attacks[0].detected).toHaveLength(2);
});

test('baselines of the first run are compared with it alone, under names of their own', async () => {
  const { dataSets } = await compareRuns([runs['first pca'], runs['first norm']], {
    baselines: true,
  });
  const [{ contenders, pairs }] = dataSets;
  expect(contenders[0]).toEqual({ name: 'PCA', runs: [expect.stringMatching(/^version_\d$/)] });
  expect(contenders.map(({ name }) => name)).toEqual(['PCA', 'Norm', 'Norm (baseline)']);
  expect(pairs.map(({ first, second }) => [first, second])).toEqual([
    [0, 1],
    [0, 2],
  ]); // prettier-ignore
});

test('over three data sets detectors are ranked by a metric', async () => {
  const all = await compareRuns(Object.values(runs), { metric: 'auprc' });
  expect(all.dataSets).toHaveLength(3);
  expect(all.ranks).toMatchObject({
    contenders: ['PCA', 'Norm'],
    dataSets: ['first', 'second', 'third'],
    meanRanks: [1, 2],
  });
  expect(all.ranks?.values[0][0]).toBeGreaterThan(all.ranks?.values[0][1] ?? NaN);
  expect(all.ranks?.permutationP).toBeGreaterThan(0.2); // three data sets show nothing: 0.25
  expect(all.ranks?.groups).toEqual([[0, 1]]);
});

test('refuses a single detector, a detector that lacks a data set, and an unknown metric', async () => {
  await expect(compareRuns([runs['first pca']])).rejects.toThrow(ConfigError);
  const incomplete = [runs['first pca'], runs['first norm'], runs['second pca']];
  await expect(compareRuns(incomplete)).rejects.toThrow(DataError);
  await expect(compareRuns(incomplete)).rejects.toThrow(
    'Norm of version_1 (data set first) has no run with the same settings on the recordings of version_2',
  );
  await expect(compareRuns(Object.values(runs), { baselines: true })).rejects.toThrow(
    '`baselines` must come with runs on the same test recordings',
  );
  await expect(compareRuns(Object.values(runs), { metric: 'luck' })).rejects.toThrow(
    '`metric` must be one of detectedAttacks',
  );
  const shared = [runs['first pca'], runs['first norm']];
  await expect(compareRuns(shared, { metric: 'luck' })).rejects.toThrow('got luck.');
});

test('says what is lacking where one detector is compared over data sets', async () => {
  await expect(compareRuns([runs['first pca'], runs['second pca']])).rejects.toThrow(
    'got PCA alone. Train another detector on each of them, score it and name its runs, too',
  );
});

test('names a contender by those differing settings that it has', async () => {
  const [first] = await detectRun(runs['first pca'], false);
  const withPolicy = (threshold: object): DetectedRun => {
    const { settings } = first.trained;
    const alarmPolicy = { ...settings.alarmPolicy, threshold } as typeof settings.alarmPolicy;
    return { ...first, trained: { ...first.trained, settings: { ...settings, alarmPolicy } } };
  };
  const quantile = withPolicy({ kind: 'quantile', quantile: 0.995 });
  const sigma = withPolicy({ kind: 'sigma', sigmas: 3 });
  expect(nameContenders([[quantile], [sigma]]).map(({ name }) => name)).toEqual([
    'PCA (threshold quantile, quantile 0.995)',
    'PCA (threshold sigma, sigmas 3)',
  ]);
});

test('says in which folder a run was made whose data set is not below the working folder', async () => {
  const { run, settings } = runs['third pca'];
  const made = join(folder, 'elsewhere');
  const store = 'data/processed/moved.h5';
  const moved = (paths: object) => ({
    ...runs['third pca'],
    run: {
      ...run,
      readProvenance: async () => ({ ...Object(await run.readProvenance()), folder: made }),
    },
    settings: { ...settings, paths: { ...settings.paths, ...paths } },
  });
  const compared = () =>
    compareRuns([moved({ dataRoot: 'data', dataset: 'moved' }), runs['third norm']]);
  await expect(compared()).rejects.toThrow(
    `The run was made in ${made}. The paths of a run are relative to the folder that it was made in. Put the ` +
      'data set moved that it was trained on there, or compare it in that folder.',
  );
  mkdirSync(join(made, 'data/processed'), { recursive: true });
  writeFileSync(join(made, store), '');
  await expect(compared()).rejects.toThrow(`Copy ${join(made, store)} to ${resolve(store)}, or`);
});
