/** The artifact: checked when it is read, and all that scoring a table needs. */
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError, DataError } from '@anodec/core';
import {
  alarmsToJson,
  openRun,
  prepareTables,
  scoreRun,
  scoresToCsv,
  scoreTable,
  type Scoring,
  trainRun,
} from '@anodec/pipeline';
import { createWorkbookWriter, exportTable, openTable } from '@anodec/tables';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Bench, createBench, plantTable, tinySettings } from './plant.js';

let bench: Bench;
let run: string;
let scoring: Scoring;
let tested: string;

beforeAll(async () => {
  bench = createBench();
  const tables = bench.tables('m');
  tested = tables.attack;
  const { paths } = await prepareTables(tables);
  ({ path: run } = (
    await trainRun({ ...tinySettings(paths), baselines: { baselines: ['pca'] } })
  ).run);
  scoring = await scoreRun(await openRun(run));
});
afterAll(() => bench.remove());

/** The cells of a CSV file as a workbook with numbers and dates. */
async function writeWorkbook(path: string, csv: string): Promise<void> {
  const [head, ...lines] = csv.trimEnd().split('\n');
  const writer = await createWorkbookWriter(path);
  await writer.write([head.split(',')]);
  const rows = lines.map((line) => line.split(','));
  await writer.write(rows.map(([time, ...cells]) => [new Date(time), ...cells.map(Number)]));
  await writer.close();
}

let copies = 0;
/** A copy of the run with nothing but what scoring needs, in a folder without any data. */
function bareCopy(change: (artifact: Record<string, unknown>) => void = () => {}): string {
  const path = join(bench.path, `copy-${copies++}`);
  mkdirSync(path);
  for (const name of ['artifact.json', 'config.json', 'detectors']) {
    cpSync(join(run, name), join(path, name), { recursive: true });
  }
  const file = join(path, 'artifact.json');
  const artifact = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  change(artifact);
  writeFileSync(file, JSON.stringify(artifact));
  return path;
}

const damaged = (change: (artifact: Record<string, unknown>) => void) => openRun(bareCopy(change));

test('scores a table with nothing but artifact, settings and weights, to the bit as the run did', async () => {
  const scores = await scoreTable(await openRun(bareCopy()), tested);
  const [{ detection }] = scoring.recordings;
  expect(scores.detection.score).toEqual(detection.score);
  expect(scores.detection.alarms).toEqual(detection.alarms);
  expect(scoresToCsv([scores.part])).toBe(readFileSync(join(run, 'scores.csv'), 'utf8'));
  expect(scores.notes).toEqual([]);
  expect(scores).toMatchObject({ rows: 200, scoredRows: 196 });
  expect(JSON.parse(alarmsToJson([scores.part]))).toMatchObject({
    source: 'test.csv',
    clock: 'utc',
  });
});

describe('a damaged artifact', () => {
  test.each([
    ['preprocessing', { channels: ['A'] }, /fitted preprocessing/],
    ['detectors', [{ name: 'autoencoder' }], /detectors\.0/],
    ['learnedFrom', 'nothing', /learnedFrom/],
    ['typo', 1, /typo/],
  ])('is refused for its %s', async (field, value, named) => {
    const opened = damaged((artifact) => void (artifact[field] = value));
    await expect(opened).rejects.toThrow(named);
    await expect(opened).rejects.toThrow('artifact.json of');
  });

  test('is refused without a field', async () => {
    const opened = damaged((artifact) => void delete artifact.tables);
    await expect(opened).rejects.toThrow(ConfigError);
    await expect(opened).rejects.toThrow(/tables/);
  });

  test('is refused for a threshold that is no number', async () => {
    const opened = damaged(({ detectors }) => {
      const [{ alarmPolicy }] = detectors as { alarmPolicy: { threshold: { value: unknown } } }[];
      alarmPolicy.threshold.value = 'high';
    });
    await expect(opened).rejects.toThrow(/threshold/);
  });
});

test('refuses an artifact of a later format in a sentence', async () => {
  const opened = damaged((artifact) => void (artifact.formatVersion = 2));
  await expect(opened).rejects.toThrow(DataError);
  await expect(opened).rejects.toThrow(
    /artifact\.json of .* must be of format 1 or lower, got 2\. Read it with a newer version of anodec\./,
  );
});

describe('a table to score', () => {
  const parts = { rows: 200, from: 400, attack: [100, 120] } as const;
  const score = async (name: string, text: string) =>
    scoreTable(await openRun(run), bench.write(name, text));

  test('may have its columns in another order, and no labels', async () => {
    const text = plantTable({ ...parts, columns: ['C', 'A', 'B'] });
    const unlabelled = text.replace(/,[^,\n]*$/gm, '');
    for (const table of [text, unlabelled]) {
      const { detection, frame } = await score('turned.csv', table);
      expect(frame.channels).toEqual(['A', 'B', 'C']);
      expect(detection.score).toEqual(scoring.recordings[0].detection.score);
    }
  });

  test('must have the channels of the run and no others', async () => {
    const scored = score('other.csv', plantTable({ ...parts, columns: ['A', 'C', 'X', 'Y'] }));
    await expect(scored).rejects.toThrow(DataError);
    await expect(scored).rejects.toThrow(
      'other.csv must have the 3 channels that the run was trained on, in any order, but lacks B and ' +
        'has X, Y besides.',
    );
  });

  test.each(['parquet', 'arrow', 'xlsx'])('may be a .%s file', async (format) => {
    const path = join(bench.path, `table.${format}`);
    if (format === 'xlsx') await writeWorkbook(path, readFileSync(tested, 'utf8'));
    else await exportTable(await openTable(tested), path);
    const { detection } = await scoreTable(await openRun(run), path);
    expect(detection.score).toEqual(scoring.recordings[0].detection.score);
  });

  test('is aggregated to the interval of training, which is said', async () => {
    const { notes, rows } = await score('fine.csv', plantTable({ rows: 240, seconds: 15 }));
    expect(rows).toBe(60);
    expect(notes).toEqual([
      'Rows of fine.csv were aggregated from 15 s to 1 min: 240 rows became 60.',
    ]);
  });

  test('is refused where its rows are further apart than in training', async () => {
    const scored = score('coarse.csv', plantTable({ rows: 100, seconds: 300 }));
    await expect(scored).rejects.toThrow(DataError);
    await expect(scored).rejects.toThrow(
      'The rows of coarse.csv must be at most 1 min apart, the interval of the training rows, got 5 min.',
    );
  });
});

test('reads a table as the tables of training were read', async () => {
  // a text column, a constant one, a counter and a word for missing readings: as in training, so in a new table
  const table = (rows: number, from: number): string =>
    plantTable({ rows, from })
      .trimEnd()
      .split('\n')
      .map((line, t) => {
        if (t === 0) return `${line},operator,mode,cycle`;
        const cells = line.split(',');
        if (t % 50 === 0) cells[2] = 'lost';
        return `${cells.join(',')},anna,7,${from + t}`;
      })
      .join('\n');
  const { paths } = await prepareTables({
    normal: bench.write('kept/train.csv', table(300, 0)),
    attack: bench.write('kept/test.csv', table(120, 300)),
    paths: bench.paths,
    source: { missingWords: ['lost'] },
    prepare: { exclude: ['operator'], dropConstant: true },
  });
  const { run: trained } = await trainRun(tinySettings(paths));
  const opened = await openRun(trained.path);
  expect(opened.preprocessing.channels).toEqual(['A', 'B', 'C']);
  const expected = (await scoreRun(opened)).recordings[0].detection.score;
  const same = bench.write('again.csv', table(120, 300));
  expect((await scoreTable(opened, same)).detection.score).toEqual(expected);
  const without = bench.write(
    'without.csv',
    table(120, 300)
      .replace(/,[^,]*,7,\d+$/gm, '')
      .replace(',operator,mode,cycle', ''),
  );
  expect((await scoreTable(opened, without)).detection.score).toEqual(expected);
});

test('a test recording at another interval is aggregated or refused, before training already', async () => {
  const tables = (seconds: number) => ({
    normal: bench.write('steps/train.csv', plantTable({ rows: 300 })),
    attack: bench.write('steps/test.csv', plantTable({ rows: 400, seconds, attack: [100, 120] })),
    paths: bench.paths,
    source: { replace: true },
  });
  const fine = await prepareTables(tables(20));
  const { run: trained } = await trainRun(tinySettings(fine.paths));
  const { recordings, notes } = await scoreRun(await openRun(trained.path));
  expect(recordings[0].rows).toBe(134); // 400 rows of 20 s from midnight
  expect(notes).toEqual([
    'Rows of test.csv were aggregated from 20 s to 1 min: 400 rows became 134.',
  ]);
  await prepareTables(tables(180));
  await expect(scoreRun(await openRun(trained.path))).rejects.toThrow(
    /The rows of test\.csv .* must be at most 1 min apart, the interval of the training rows, got 3 min\./,
  );
});

test('takes rows without times at the interval of training', async () => {
  const timed = bench.read('m/test.csv');
  const untimed = bench.write('untimed.csv', timed.replace(/^[^,\n]*,/gm, ''));
  const scores = await scoreTable(await openRun(run), untimed);
  const { detection } = scoring.recordings[0];
  expect(scores.detection.score).toEqual(detection.score);
  expect(scores.detection.alarms).toHaveLength(detection.alarms.length);
  expect(scores.notes).toEqual([
    'untimed.csv has no times: its rows count as 1 min apart, as in training.',
  ]);
});
