/** Advice that leads on: each command, run as it was suggested, with the folders that were given. */
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createWorkplace, type Ended, TINY, type Workplace, waves } from './anodec-command.js';

const SET = ['--data-root', 'd', '--dataset', 'plant'];
const LOGS = ['--logs', 'my runs'];

let folder: Workplace;
let ended: Readonly<Record<string, Ended>>;

/** Runs named command lines, one after the other. */
function runEach(lines: Readonly<Record<string, readonly string[]>>): Record<string, Ended> {
  const all = folder.anodecEach(Object.values(lines));
  return Object.fromEntries(Object.keys(lines).map((name, i) => [name, all[i]]));
}

beforeAll(() => {
  folder = createWorkplace();
  folder.write('normal.csv', waves(300));
  folder.write('test.csv', waves(200));
  folder.write('attacks.csv', 'name,start,end,leaves_trace,has_impact\nA,50,60,1,1\nB,90,99,0,1\n');
  const tables = ['--normal', 'normal.csv', '--attack', 'test.csv', '--attacks', 'attacks.csv'];
  ended = runEach({
    nothing: ['train', ...SET],
    convert: ['data', 'convert', ...tables, ...SET, ...LOGS],
    otherName: ['data', 'prepare', '--data-root', 'd'],
    unprepared: ['train', ...SET, ...LOGS],
    prepare: ['data', 'prepare', ...SET, ...LOGS],
    train: ['train', ...SET, ...LOGS, ...TINY, '--baselines', 'none'],
    early: ['evaluate', '0', ...LOGS],
    unevaluated: ['runs', 'show', '0', ...LOGS],
    score: ['score', '0', ...LOGS],
    evaluate: ['evaluate', '0', ...LOGS],
    export: ['data', 'export', '--all', '--format', 'csv', '--output', 'out', ...SET],
  });
});
afterAll(() => folder.remove());

describe('a missing step', () => {
  test('is named with the command that runs it', () => {
    expect(ended.nothing.err).toMatch(
      / Run: npx anodec data convert --normal TABLE --attack TABLE --data-root d --dataset plant\n$/,
    );
    expect(ended.unprepared.err).toMatch(
      /not prepared\. Prepare it first\. Run: npx anodec data prepare --data-root d --dataset plant --logs 'my runs'\n$/,
    );
    expect(ended.early.err).toMatch(/ Run: npx anodec score 0 --logs 'my runs'\n$/);
    expect(ended.unevaluated.out).toContain(
      "Not evaluated yet: npx anodec score 0 --logs 'my runs', then npx anodec evaluate 0 --logs 'my runs'",
    );
    const failed = [ended.nothing, ended.otherName, ended.unprepared, ended.early];
    expect(failed.map(({ code }) => code)).toEqual([2, 2, 2, 2]);
  });

  test('names the data sets that are there where the name is another', () => {
    expect(ended.otherName.err).toBe(
      'd/interim/data_store.h5 must exist, but there is no such file. d/interim has plant.h5: choose it with --dataset plant.\n',
    );
  });
});

test('each step ends with the next command, folders and all', () => {
  const { convert, prepare, train, score, evaluate } = ended;
  expect([convert, prepare, train, score, evaluate].map(({ code, err }) => [code, err])).toEqual(
    Array.from({ length: 5 }, () => [0, '']),
  );
  const set = "--data-root d --dataset plant --logs 'my runs'";
  expect(convert.out).toMatch(new RegExp(`\nNext: npx anodec data prepare ${set}\n$`));
  expect(prepare.out).toMatch(new RegExp(`\nNext: npx anodec train ${set}\n$`));
  expect(train.out).toMatch(
    /\nNext: npx anodec score 0 --logs 'my runs', then npx anodec evaluate 0 --logs 'my runs'\n$/,
  );
  expect(score.out).toMatch(/\nNext: npx anodec evaluate 0 --logs 'my runs'\n$/);
});

test('without baselines the primary detector is the only result', () => {
  const report = JSON.parse(folder.read('my runs/version_0/report.json')) as {
    results: { name: string }[];
  };
  expect(report.results.map(({ name }) => name)).toEqual(['LSTM autoencoder']);
});

describe('what was written is read again', () => {
  test('exported recordings and the attack list make the same data set, by convert and by import', () => {
    const again = ['--normal', 'out/df_norm.csv', '--attack', 'out/df_att.csv'];
    const into = (name: string) => ['--data-root', 'd', '--dataset', name];
    const keys = { normal_1: 'df_norm', attack_1: 'df_att', attack_list: 'attacks' };
    const imports = Object.entries(keys).map(([key, file]) => [
      `import ${key}`,
      ['data', 'import', `out/${file}.csv`, '--key', key, ...into('imported')],
    ]);
    const done = runEach({
      convert: ['data', 'convert', ...again, '--attacks', 'out/attacks.csv', ...into('copy')],
      prepare: ['data', 'prepare', ...into('copy')],
      ...(Object.fromEntries(imports) as Record<string, readonly string[]>),
      prepareImported: ['data', 'prepare', ...into('imported')],
      first: ['data', 'inspect', ...SET],
      copy: ['data', 'inspect', ...into('copy')],
      imported: ['data', 'inspect', ...into('imported')],
    });
    expect(Object.values(done).map(({ code, err }) => [code, err])).toEqual(
      Object.keys(done).map(() => [0, '']),
    );
    // who labelled the rows is told of the first alone: the exported recordings have a column of labels
    const overview = (name: string) =>
      done[name].out
        .replaceAll(/d\/processed\/\w+\.h5/g, 'STORE')
        .replace(/^ *\d+ rows are labelled as attack by attacks\.csv\n/m, '');
    expect(overview('copy')).toBe(overview('first'));
    expect(overview('imported')).toBe(overview('first'));
    expect(overview('first')).toContain('known to have no effect on the readings: B');
  });

  test('every key of the stores can be inspected', () => {
    const keys = [
      'df_norm',
      'df_att',
      'df_errors_0',
      'attacks',
      'normal_1',
      'attack_1',
      'attack_list',
    ];
    const all = folder.anodecEach(keys.map((key) => ['data', 'inspect', key, ...SET]));
    for (const [i, { code, err, out }] of all.entries()) {
      expect([code, err]).toEqual([0, '']);
      expect(out).toMatch(
        new RegExp(`^${keys[i]} in d/(interim|processed)/plant\\.h5\n  \\d+ rows`),
      );
    }
  });

  test('config.json of a run gives its settings to the next one, flags override them', () => {
    const config = ['--config', 'my runs/version_0/config.json'];
    const [{ code, err, out }] = folder.anodecEach([['train', ...config, '--hidden-size', '6']]);
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain('Run directory  my runs/version_1');
    const [first, second] = [0, 1].map((version) =>
      folder.read(`my runs/version_${version}/hparams.yaml`),
    );
    expect(second).toBe(first.replace('hidden_size: 4', 'hidden_size: 6'));
  });

  test('another detector by flag takes none of the options in the file', () => {
    const config = ['--config', 'my runs/version_0/config.json', '--detector', 'pca'];
    const [{ code, err, out }] = folder.anodecEach([['train', ...config]]);
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain('PCA, without times');
  });
});

describe('a source that is no file', () => {
  test('is named for what it is', () => {
    mkdirSync(join(folder.path, 'folder.csv'));
    spawnSync('mkfifo', [join(folder.path, 'pipe.csv')]);
    const [directory, pipe, inspected] = folder.anodecEach([
      ['data', 'convert', '--normal', 'folder.csv', '--attack', 'test.csv'],
      ['data', 'convert', '--normal', 'pipe.csv', '--attack', 'test.csv'],
      ['data', 'inspect', 'pipe.csv'],
    ]);
    expect(directory.err).toBe(
      'folder.csv must be a table, but folder.csv is a folder. Name a file in it.\n',
    );
    for (const { code, err } of [pipe, inspected]) {
      expect(err).toMatch(/^pipe\.csv must be a file, got a named pipe, .+\n$/);
      expect(code).toBe(2);
    }
  });
});

test('flags that cannot act on the SWaT workbooks are refused', () => {
  const all = folder.anodecEach([
    ['data', 'convert', '--header-row', '2'],
    ['run', '--simulate', '--delimiter', ';'],
    ['run', '--simulate', '--normal', 'normal.csv', '--attack', 'test.csv'],
  ]);
  expect(all.map(({ code }) => code)).toEqual([2, 2, 2]);
  expect(all[0].err).toMatch(/^--header-row must come with tables of your own, .+ --normal\.\n$/);
  expect(all[1].err).toMatch(/^--delimiter must come with tables of your own, .+ --normal\.\n$/);
  expect(all[2].err).toMatch(/^--simulate must come without tables of your own, .+\n$/);
  expect(folder.files('data')).toEqual({});
});

test('a test recording without a channel of training is refused before training', () => {
  folder.write('other.csv', waves(200).replace('C', 'D'));
  const tables = ['--normal', 'normal.csv', '--attack', 'other.csv', '--dataset', 'other'];
  const [{ code, err }] = folder.anodecEach([['run', ...tables, ...TINY, '--logs', 'none']]);
  expect(code).toBe(2);
  expect(err).toMatch(/^All tables must have the columns of normal\.csv, but other\.csv .+\n$/);
  expect(folder.files('none')).toEqual({});
});
