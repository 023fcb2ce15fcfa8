/**
 * Results stay tied to the data that they are about: a run whose data set was replaced is neither scored,
 * evaluated nor resumed, and nothing of it is overwritten.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError, DataError } from '@anodec/core';
import { evaluateRun, openRun, prepareTables, scoreRun, trainRun } from '@anodec/pipeline';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createWorkplace, TINY } from '../anodec-command.js';
import { type Bench, createBench, plantTable, tinySettings } from './plant.js';

let bench: Bench;
let first: Awaited<ReturnType<typeof prepareTables>>;
let run: string;

beforeAll(async () => {
  bench = createBench();
  first = await prepareTables(named(bench.tables('m1')));
  ({ path: run } = (await trainRun(tinySettings(first.paths))).run);
  await scoreRun(await openRun(run));
  await evaluateRun(await openRun(run));
});
afterAll(() => bench.remove());

/** Under a name of its own, so that another plant can take its place. */
function named(tables: ReturnType<Bench['tables']>) {
  return { ...tables, paths: { ...tables.paths, dataset: 'plant' } };
}

const FILES = [
  'report.json',
  'report.md',
  'report.html',
  'alarms.json',
  'scoring.json',
  'summary.json',
];

function filesOf(path: string): string[] {
  return FILES.map((name) => bench.read(join(path, name).slice(bench.path.length + 1)));
}

test('names data sets of tables with the same file name after their folders', async () => {
  const one = await prepareTables(bench.tables('unit-1'));
  const two = await prepareTables(bench.tables('unit-2', 40));
  expect(one.paths.dataset).toBe('unit-1-train');
  expect(two.paths.dataset).toBe('unit-2-train');
});

test('refuses to replace the tables of a data set that runs hang on', async () => {
  const other = named(bench.tables('m2', 40));
  const replaced = prepareTables(other);
  await expect(replaced).rejects.toThrow(ConfigError);
  await expect(replaced).rejects.toThrow(/m1\/train\.csv\) would be replaced by .*m2\/train\.csv/);
  await expect(replaced).rejects.toThrow('allow it with `replace`');
});

test('evaluates again where only labels changed', async () => {
  const { normal, paths } = named(bench.tables('m1'));
  const attack = bench.write(
    'm1/test.csv',
    plantTable({ rows: 200, from: 400, attack: [100, 120] }),
  );
  const relabelled = bench.read('m1/test.csv').replace(/,1$/gm, ',0');
  bench.write('m1/test.csv', relabelled);
  await prepareTables({ normal, attack, paths, source: { replace: true } });
  const { report, notes } = await evaluateRun(await openRun(run));
  expect(report.results[0].evaluation.knowledge).toBe('noAttacks');
  expect(notes).toEqual([
    'The labels of test.csv have changed since it was scored; the report uses the new ones.',
  ]);
  bench.tables('m1');
  await prepareTables({ normal, attack, paths, source: { replace: true } });
  const again = await evaluateRun(await openRun(run));
  expect(again.report.results[0].evaluation.knowledge).not.toBe('noAttacks');
  expect(again.notes).toEqual([]);
});

test('neither scores, evaluates nor resumes a run whose data set was replaced', async () => {
  const before = filesOf(run);
  const { converted } = await prepareTables({
    ...named(bench.tables('m2', 40)),
    source: { replace: true },
  });
  expect(converted.replaced).toMatch(/would be replaced by .*m2\/train\.csv/);
  const trained = await openRun(run);
  const sentence = `${run} was trained on train.csv (300 rows, 2024-01-01 00:00:00 to 2024-01-01 04:59:00), but df_norm of `;
  for (const step of [scoreRun, evaluateRun]) {
    await expect(step(trained)).rejects.toThrow(DataError);
    await expect(step(trained)).rejects.toThrow(sentence);
    await expect(step(trained)).rejects.toThrow('with other readings. Restore the data set plant');
  }
  const resumed = trainRun(tinySettings(first.paths, { maxEpochs: 2 }), {}, trained.run);
  await expect(resumed).rejects.toThrow('Resume it with its own data set, or train anew.');
  expect(existsSync(join(bench.paths.logs, 'version_1'))).toBe(false);
  expect(filesOf(run)).toEqual(before);
  await prepareTables({ ...named(bench.tables('m1')), source: { replace: true } });
  await expect(evaluateRun(await openRun(run))).resolves.toBeDefined();
});

test('does not evaluate scores of another test recording than the one there is now', async () => {
  const before = filesOf(run);
  const { normal, paths } = named(bench.tables('m1'));
  const attack = bench.write('m1/test.csv', plantTable({ rows: 210, from: 400, attack: [10, 20] }));
  await prepareTables({ normal, attack, paths, source: { replace: true } });
  const evaluated = evaluateRun(await openRun(run));
  await expect(evaluated).rejects.toThrow(
    /scored test\.csv \(200 rows, .*now is test\.csv \(210 rows, /,
  );
  expect(filesOf(run)).toEqual(before);
  const { recordings, notes } = await scoreRun(await openRun(run)); // the same plant, a new recording
  expect(recordings[0].rows).toBe(210);
  expect(notes[0]).toMatch(
    /scored test\.csv \(200 rows, .*The former scores and alarms are replaced\.$/,
  );
  expect((await scoreRun(await openRun(run))).notes).toEqual([]);
  await expect(evaluateRun(await openRun(run))).resolves.toBeDefined();
});

test('says so on the command line, and leaves the report as it was', () => {
  const work = createWorkplace();
  try {
    work.write('train.csv', plantTable({ rows: 300 }));
    work.write('test.csv', plantTable({ rows: 200, from: 400, attack: [100, 120] }));
    const tables = ['--normal', 'train.csv', '--attack', 'test.csv', '--dataset', 'x'];
    const line = [...tables, '--baselines', 'none', ...TINY];
    expect(work.anodec('run', ...line)).toMatchObject({ code: 0, err: '' });
    const report = work.read('lightning_logs/version_0/report.json');
    work.write('train.csv', plantTable({ rows: 300, phase: 40 }));
    const refused = work.anodec('run', ...line);
    expect(refused.code).toBe(2);
    expect(refused.err).toContain('would be read again from');
    expect(work.anodec('run', ...line, '--replace').code).toBe(0);
    const evaluated = work.anodec('evaluate', '0');
    expect(evaluated.code).toBe(2);
    expect(evaluated.err).toContain('version_0 was trained on train.csv (300 rows');
    expect(work.read('lightning_logs/version_0/report.json')).toBe(report);
  } finally {
    work.remove();
  }
});
