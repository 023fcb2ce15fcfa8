/** Window step and batch size of scoring may differ from training. */
import { ConfigError } from '@anodec/core';
import {
  openRun,
  prepareTables,
  scoreRun,
  type ScoringChoice,
  trainRun,
  withScoringChoice,
} from '@anodec/pipeline';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Bench, createBench, tinySettings } from './plant.js';

let bench: Bench;
let paths: Awaited<ReturnType<typeof prepareTables>>['paths'];
let run: string;
beforeAll(async () => {
  bench = createBench();
  ({ paths } = await prepareTables(bench.tables('m')));
  ({ path: run } = (await trainRun(tinySettings(paths))).run);
});
afterAll(() => bench.remove());

async function scoresWith(choice: ScoringChoice) {
  const trained = withScoringChoice(await openRun(run), choice);
  const [result] = (await scoreRun(trained)).recordings;
  const { rows } = await trained.run.readScores({
    detector: 'autoencoder',
    side: 'test',
    index: 0,
  });
  return { scores: rows, scoredRows: result.scoredRows, unscored: result.unscored };
}

test('a larger step scores every so many rows, with the scores that these have', async () => {
  const all = await scoresWith({});
  const { scores, scoredRows, unscored } = await scoresWith({ stride: 10 });
  const scored = [...scores.keys()].filter((t) => !Number.isNaN(scores[t]));
  expect(scored).toEqual(Array.from({ length: 20 }, (_, i) => 4 + 10 * i)); // the windows that end there
  for (const t of scored) expect(scores[t]).toBe(all.scores[t]);
  expect(scoredRows).toBe(20);
  expect(unscored.reduce((sum, one) => sum + one.rows, 0)).toBe(180);
});

test('the batch size changes no score', async () => {
  const all = await scoresWith({});
  expect((await scoresWith({ scoreBatchSize: 7 })).scores).toEqual(all.scores);
});

test('a detector without windows refuses a step', async () => {
  const pca = await trainRun(tinySettings(paths, { kind: 'pca' }));
  const opened = await openRun(pca.run.path);
  expect(() => withScoringChoice(opened, { stride: 10 })).toThrow(ConfigError);
  expect(() => withScoringChoice(opened, { stride: 10 })).toThrow(
    '`stride` must come with a detector that scores windows, got pca. Leave it out.',
  );
});
