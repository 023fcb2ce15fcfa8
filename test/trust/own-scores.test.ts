/** The copies of scores in the processed store belong to one run, and hold what the run has. */
import { resolve } from 'node:path';
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
import { type Bench, createBench, tinySettings } from './plant.js';

let bench: Bench;
let paths: Awaited<ReturnType<typeof prepareTables>>['paths'];
beforeAll(async () => {
  bench = createBench();
  ({ paths } = await prepareTables(bench.tables('m')));
});
afterAll(() => bench.remove());

async function trainInto(logs: string, seed: number) {
  const { run } = await trainRun(tinySettings({ ...paths, logs }, { seed }));
  return openRun(run.path);
}

async function copyOf(version: number) {
  const store = await openStore(processedStore(paths));
  try {
    const { run } = store.attributes(`df_errors_${version}`);
    return { run, ...readErrors(store, { version }) };
  } finally {
    store.close();
  }
}

test('a run of the same number in another folder keeps its scores, and the other one has its own', async () => {
  const mine = await trainInto(paths.logs, 1);
  const other = await trainInto(`${bench.path}/elsewhere`, 2);
  const { recordings: scored, notes } = await scoreRun(mine);
  expect(notes).toEqual([]);
  expect(scored[0].errorsKey).toBe('df_errors_0');
  const before = await copyOf(0);
  expect(before.run).toBe(resolve(mine.run.path));

  const second = await scoreRun(other);
  expect(second.recordings[0].errorsKey).toBeUndefined();
  expect(second.notes).toEqual([
    `The scores are in ${other.run.path} only: ${processedStore(paths)} has those of ` +
      `${resolve(mine.run.path)} under the same number, which were kept.`,
  ]);
  expect(await copyOf(0)).toEqual(before);
  const own = await other.run.readScores({ detector: 'autoencoder', side: 'test', index: 0 });
  expect(own.rows).not.toEqual(before.mse);
  await expect(evaluateRun(other)).resolves.toBeDefined();
});

test('the store and scores.csv flag the rows above the threshold, and alarms.csv lists the alarms', async () => {
  const trained = await openRun('last', { logs: paths.logs });
  const { recordings } = await scoreRun(trained);
  const [{ detection, prepared }] = recordings;
  const { value } = detection.threshold;
  const expected = Array.from(detection.score, (score) => Number(score > value));
  expect(expected).toContain(1);
  const copy = await copyOf(0);
  expect([...(copy.predicted ?? [])]).toEqual(expected);
  expect(copy.timestamps).toEqual(prepared.raw.timestamps);

  const [head, ...lines] = bench.read('lightning_logs/version_0/scores.csv').trimEnd().split('\n');
  expect(head).toBe('time,score,p_value,threshold,anomaly_predicted,alarm,reason');
  expect(lines).toHaveLength(200);
  const cells = lines.map((line) => line.split(','));
  expect(cells[8].slice(0, 4)).toEqual([
    '2024-01-01 06:48:00',
    String(detection.score[8]),
    String(detection.pValues[8]),
    String(value),
  ]);
  expect(cells[0].slice(1)).toEqual(['', '', String(value), '', '0', 'first rows of a stretch']);
  expect(cells.map(([, , , , anomaly]) => Number(anomaly))).toEqual(expected);
  const alarmed = cells
    .map((row, t) => ({ t, alarm: row[5] }))
    .filter(({ alarm }) => alarm === '1');
  const rows = detection.alarms.flatMap(({ rows: { start, end } }) =>
    Array.from({ length: end - start }, (_, i) => start + i),
  );
  expect(alarmed.map(({ t }) => t)).toEqual(rows);

  const alarms = bench.read('lightning_logs/version_0/alarms.csv').trimEnd().split('\n');
  expect(alarms).toHaveLength(1 + detection.alarms.length);
  expect(alarms[1]).toContain('A'); // the channel that was attacked
});
