/** `anodec benchmark` over a folder: resumed, failing in part, interrupted, and on real data. */
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createWorkplace, TINY, waves, type Workplace } from './anodec-command.js';

let folder: Workplace;
beforeEach(() => {
  folder = createWorkplace();
  mkdirSync(join(folder.path, 'data'));
  for (const [name, rows] of Object.entries({ one: 200, two: 210 })) {
    folder.write(`data/${name}_train.csv`, waves(2 * rows));
    folder.write(`data/${name}_test.csv`, labelled(rows));
  }
});
afterEach(() => folder.remove());

/** Waves with an anomaly in rows 100 to 119. */
function labelled(rows: number): string {
  const attacked = (t: number): boolean => t >= 100 && t < 120;
  const table = waves(rows, (row, t) => [
    attacked(t) ? String(Number(row[0]) + 3) : row[0],
    ...row.slice(1),
    String(Number(attacked(t))),
  ]);
  return table.replace('A,B,C', 'A,B,C,label');
}

test('prints how data sets were understood, each cell and the table, and goes on where it stopped', () => {
  const command = ['benchmark', 'data', '--detectors', 'pca,norm'];
  const [first, second] = folder.anodecEach([command, command]);
  expect([first.code, first.err]).toEqual([0, '']);
  expect(first.out).toMatch(/data\/one +pair of tables: rows without times are numbered/);
  expect(first.out).toContain('4 cells: 2 data sets with PCA, Norm');
  expect(first.out).toMatch(/\[4\/4\] {2}data\/two {2}Norm {2}AUPRC \d\.\d{3} {2}F1 \d\.\d{3}/);
  expect(first.out).toMatch(
    /\nAUPRC\nData set +PCA +Norm +Flag everything +Random scores \(floor\)\n/,
  );
  expect(second.out).toMatch(/\[4\/4\] {2}data\/two {2}Norm {2}kept/);
  const table = (out: string) => out.slice(out.indexOf('\nAUPRC\n'), out.indexOf('Done in'));
  expect(table(second.out)).toBe(table(first.out));
  expect(folder.read('benchmark/benchmark.csv')).toContain('data/one,series,pca,auprc,');
});

test('ends with code 1 and the reason where a data set fails, after all others', () => {
  folder.write('data/bad_train.csv', waves(400));
  const [ended] = folder.anodecEach([['benchmark', 'data', '--detectors', 'norm']]);
  expect(ended.code).toBe(1);
  expect(ended.err).toBe('1 cell of 3 failed; the reasons are above.\n');
  expect(ended.out).toContain(
    'bad_test.csv or .csv.gz must be beside bad_train.csv, got no such file.',
  );
  expect(ended.out).toMatch(/\[3\/3\] {2}data\/two {2}Norm .*AUPRC [01]\.\d+/);
});

test('names the flag that reads a word as a missing reading, and reads it so', () => {
  const rows = waves(400).split('\n');
  rows[7] = `Bad,${rows[7].split(',').slice(1).join(',')}`;
  folder.write('data/one_train.csv', rows.join('\n'));
  const command = ['benchmark', 'data', '--only', 'one', '--detectors', 'norm,pca'];
  const [refused, read] = folder.anodecEach([command, [...command, '--missing-words', 'Bad']]);
  expect(refused.out).toMatch(
    /\n\[2\/2\] {2}data\/one {2}every detector {2}failed .*got "Bad".* or name the word in --missing-words\./,
  );
  expect([read.code, read.err]).toEqual([0, '']);
  expect(read.out).toContain('[2/2]  data/one  PCA  AUPRC');
});

test('ends with code 2 and one sentence where settings are wrong', () => {
  const ended = folder.anodecEach([
    ['benchmark'],
    ['benchmark', 'nowhere'],
    ['benchmark', 'data', '--detectors', 'lofty'],
    ['benchmark', 'data', '--only', 'three'],
  ]);
  expect(ended.map(({ code }) => code)).toEqual([2, 2, 2, 2]);
  const [none, nowhere, detector, only] = ended.map(({ err }) => err);
  expect(none).toContain('must name the folder of the data sets');
  expect(nowhere).toContain('nowhere');
  expect(detector).toContain('There is no detector "lofty". Known are: ');
  expect(only).toContain(
    '--only must name a data set of the folder, got three. There are: data/one, data/two.',
  );
});

test('stops within two seconds of Ctrl-C while a network trains, and says how it goes on', async () => {
  const network = [...TINY.slice(2), '--max-epochs', '5000'];
  const command = ['benchmark', 'data', '--detectors', 'norm,autoencoder', ...network];
  const stopped = await folder.anodecStopped('Training', ...command);
  expect(stopped.code).toBe(130);
  expect(stopped.milliseconds).toBeLessThan(2000);
  expect(stopped.err).toContain('Finished cells are kept; the same command goes on.');
  const cells = Object.keys(folder.files('benchmark/cells'));
  expect(cells.filter((path) => path.includes('norm'))).toHaveLength(1);
  expect(cells.filter((path) => path.includes('autoencoder'))).toEqual([]);
});

const real = fileURLToPath(new URL('../../shared/datasets/', import.meta.url));

describe.skipIf(!existsSync(`${real}asd`))('real data (needs ../shared/datasets)', () => {
  test('finds the seven faults of TEP, four of them in a folder without a training table', () => {
    const [ended] = folder.anodecEach([
      ['benchmark', real, '--detectors', 'norm', '--only', 'tep*', '--validation-split', '0.2'],
    ]);
    expect([ended.code, ended.err]).toEqual([0, '']);
    expect(ended.out).toContain('7 cells: 7 data sets with Norm');
  });

  test('gives the linear baseline on omi-8 that scikit-learn gives', () => {
    const options = ['--only', 'asd/omi-8', '--validation-split', '0.2', '--detectors', 'linear'];
    const [ended] = folder.anodecEach([['benchmark', real, ...options]]);
    expect(ended.out).toMatch(/asd\/omi-8 {2}Linear baseline {2}AUPRC 0\.81[12]/);
  });
});
