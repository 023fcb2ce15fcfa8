/** A threshold from a labelled table: picked from its labels, used for other rows, never for those of the run. */
import { openRun, prepareTables, scoreTable, trainRun, withLabelledTable } from '@anodec/pipeline';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Bench, createBench, plantTable, tinySettings } from './plant.js';

let bench: Bench;
let run: string;
let tested: string;
beforeAll(async () => {
  bench = createBench();
  const tables = bench.tables('m');
  tested = tables.attack;
  const { paths } = await prepareTables(tables);
  ({ path: run } = (await trainRun(tinySettings(paths))).run);
});
afterAll(() => bench.remove());

test('takes the place of the threshold from normal rows and says which rows it was picked from', async () => {
  const trained = await openRun(run);
  const labelled = await withLabelledTable(trained, tested, { kind: 'youden' });
  const { detection } = await scoreTable(labelled, tested);
  expect(detection.threshold).toMatchObject({ sawLabels: 'validation', kind: 'youden' });
  expect(detection.threshold.rule).toContain('labelled validation rows');
  const before = (await scoreTable(trained, tested)).detection;
  expect(before.threshold.sawLabels).toBe(false);
  expect(detection.score).toEqual(before.score);
});

test('refuses a table without labels', async () => {
  const path = bench.write('unlabelled.csv', plantTable({ rows: 60 }));
  await expect(withLabelledTable(await openRun(run), path, { kind: 'youden' })).rejects.toThrow(
    'Validation rows for a threshold must have labels',
  );
});
