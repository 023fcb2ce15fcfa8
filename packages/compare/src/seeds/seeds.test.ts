/** Several seeds: one group of ordinary runs, resumed run by run, and one report. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError, createRandom } from '@anodec/core';
import {
  MissingStepError,
  openRun,
  parseTrainSettings,
  prepareTables,
  TrainingStoppedError,
  type TrainSettings,
} from '@anodec/pipeline';
import { groupOf, groupsByRun, isGroupName, openGroup } from '@anodec/runs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSeedGroup, evaluateGroup, type SeedEvent, trainSeeds } from '../index.js';

let folder: string;
let settings: TrainSettings;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'anodec-seeds-'));
  const table = (name: string, rows: number, seed: number, attacks?: number): string => {
    const random = createRandom(seed);
    const lines = Array.from({ length: rows }, (_, t) => {
      const attacked = attacks !== undefined && t % 50 >= 30 && t % 50 < 40;
      const cells = [Math.sin(t / 7) + (attacked ? 4 : 0), Math.cos(t / 11)];
      const noisy = cells.map((cell) => (cell + 0.1 * random.normal()).toFixed(5));
      return [...noisy, ...(attacks === undefined ? [] : [Number(attacked)])].join(',');
    });
    const path = join(folder, name);
    writeFileSync(path, `A,B${attacks === undefined ? '' : ',label'}\n${lines.join('\n')}\n`);
    return path;
  };
  const { paths } = await prepareTables({
    normal: table('normal.csv', 300, 1),
    attack: table('test.csv', 200, 2, 4),
    paths: { dataRoot: join(folder, 'data'), logs: join(folder, 'logs'), dataset: 'waves' },
  });
  const network = { hiddenSize: 2, embeddingSize: 2, windowSize: 5, maxEpochs: 2, backend: 'cpu' };
  settings = parseTrainSettings({
    paths: { ...paths },
    detector: { ...network, sampleSize: 100, seed: 7 },
    baselines: { baselines: ['pca'] },
  });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('trains what is missing only, the baselines once, and reports the spread of all', async () => {
  const group = await createSeedGroup(settings, 3);
  await expect(evaluateGroup(group)).rejects.toThrow(MissingStepError);

  // stopped in the second run, after its first epoch
  const stop = new AbortController();
  let epochs = 0;
  const listeners = { onEpochEnd: () => void (++epochs === 3 && stop.abort()) };
  const stopped = trainSeeds(group, { signal: stop.signal, callbacks: [listeners] });
  await expect(stopped).rejects.toThrow(TrainingStoppedError);
  await expect(stopped).rejects.toThrow(
    'Stopped at seed 8, number 2 of 3. To continue, resume group_0.',
  );
  await expect(evaluateGroup(group)).rejects.toThrow('but seeds 8, 9 are not.');

  const events: SeedEvent[] = [];
  await trainSeeds(group, { onSeed: (event) => void events.push(event) });
  expect(events.map(({ seed, training }) => [seed, training !== undefined])).toEqual([
    [7, false],
    [8, true], // goes on after its first epoch, in a new run
    [9, true],
  ]);
  const { members } = await group.read();
  expect(members).toEqual([
    { seed: 7, version: 0 },
    { seed: 8, version: 2 },
    { seed: 9, version: 3 },
  ]);
  const runs = await Promise.all([0, 2, 3].map((n) => openRun(n, { logs: settings.paths.logs })));
  expect(runs.map((run) => run.detectors.map(({ name }) => name))).toEqual([
    ['autoencoder', 'pca'],
    ['autoencoder'],
    ['autoencoder'],
  ]);
  expect(runs.map((run) => run.settings.detector.seed)).toEqual([7, 8, 9]);

  const { comparison, page, scored } = await evaluateGroup(group);
  expect(scored).toHaveLength(3);
  const [{ contenders, panel, pairs }] = comparison.dataSets;
  expect(contenders.map(({ name, runs: own }) => [name, own.length])).toEqual([
    ['LSTM autoencoder', 3],
    ['PCA', 1],
  ]);
  const f1 = panel.find(({ key }) => key === 'f1');
  expect(f1?.values.map((values) => values.length)).toEqual([3, 1]);
  expect(new Set(f1?.values[0]).size).toBeGreaterThan(1); // other seeds, other weights
  expect(pairs).toHaveLength(1);
  expect(readFileSync(page, 'utf8')).toContain('±');
  const own = JSON.parse(readFileSync(join(runs[1].run.path, 'report.json'), 'utf8'));
  expect(own.seeds).toMatchObject({ group: 'group_0', own: 8 });
  expect((await groupOf(settings.paths.logs, 3))?.name).toBe('group_0');
  expect(await groupOf(settings.paths.logs, 1)).toBeUndefined();
  expect([...(await groupsByRun(settings.paths.logs)).keys()]).toEqual([0, 2, 3]);
  expect(group.page).toBe(page);
});

test('a detector without chance has no seeds, and a group that is not there is refused', async () => {
  const pca = parseTrainSettings({ paths: { ...settings.paths }, detector: { kind: 'pca' } });
  await expect(createSeedGroup(pca, 3)).rejects.toThrow(ConfigError);
  await expect(openGroup(settings.paths.logs, 'group_9')).rejects.toThrow('there are group_0');
  expect(['group_3', 'logs/group_3', 'group_x', '3'].map(isGroupName)).toEqual([
    true,
    true,
    false,
    false,
  ]);
});
