/** Searches of settings, through the built command. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createWorkplace, type Ended, TINY, waves, type Workplace } from './anodec-command.js';

let folder: Workplace;
let ended: Record<string, Ended>;

/** A table of two kinds of messages, some of an impossible length. */
function messages(): string {
  const rows = Array.from({ length: 120 }, (_, i) => {
    const odd = i % 5 === 0;
    const length = (i % 2 ? 4500 : 900) + 37 * (i % 7) + (odd ? 3000 : 0);
    return `${i % 2 ? 'car' : 'human'},${length},${Number(odd)}`;
  });
  return `class,length,odd\n${rows.join('\n')}\n`;
}

beforeAll(() => {
  folder = createWorkplace();
  folder.write('train.csv', waves(900));
  folder.write('test.csv', waves(200));
  folder.write('labelled.csv', labelled());
  folder.write('messages.csv', messages());
  folder.write('space.yaml', 'classifier: [decision-tree, logistic-regression]\nc: 0.1..10:log\n');
  const convert = (name: string, attack: string): string[][] => {
    const data = ['--dataset', name];
    const tables = ['--normal', 'train.csv', '--attack', attack];
    return [
      ['data', 'convert', ...tables, ...data],
      ['data', 'prepare', ...data],
    ];
  };
  const search = ['--count', '2', '--folds', '2', '--sampler', 'random'];
  const pca = ['tune', 'detector', '--detector', 'pca', '--dataset', 'plant', ...search];
  const table = ['tune', 'classifier', 'messages.csv', '--label', 'odd', '--class-folds', '2'];
  const lines = {
    c1: convert('plant', 'test.csv')[0],
    p1: convert('plant', 'test.csv')[1],
    c2: convert('other', 'labelled.csv')[0],
    p2: convert('other', 'labelled.csv')[1],
    first: [...pca, '--trials', '2', '--study', 'a'],
    taken: [...pca, '--trials', '2', '--study', 'a'],
    otherwise: ['tune', 'detector', '--resume', '--study', 'a', '--folds', '3'],
    goesOn: ['tune', 'detector', '--resume', '--study', 'a', '--trials', '3'],
    other: [
      ...pca.map((word) => (word === 'plant' ? 'other' : word)),
      '--trials',
      '3',
      '--study',
      'b',
    ],
    loss: [
      'tune',
      'detector',
      ...TINY,
      '--dataset',
      'plant',
      '--criterion',
      'validation-loss',
      '--space',
      'hiddenSize=2|3',
      '--trials',
      '2',
      '--study',
      'e',
      '--sampler',
      'grid',
    ],
    refused: [
      'tune',
      'detector',
      '--dataset',
      'plant',
      '--criterion',
      'validation-loss',
      '--space',
      'windowSize=4..9',
      '--study',
      'f',
    ],
    show: ['tune', 'show', 'a', '--html', 'a.html'],
    trained: ['train', '--config', 'a/best.json', '--baselines', 'none'],
    policy: [
      'tune',
      'alarm-policy',
      '--space',
      'smoothing=none|mean',
      '--pooling',
      'mean',
      '--folds',
      '2',
      '--count',
      '1',
      '--metric',
      'auprc',
      '--study',
      'g',
      '--sampler',
      'grid',
    ],
    classes: [...table, '--space-file', 'space.yaml', '--trials', '3', '--study', 'h'],
    grid: [
      'tune',
      'grid',
      'messages.csv',
      '--label',
      'odd',
      '--class-folds',
      '2',
      '--grid',
      'svm-small',
      '--study',
      'i',
      '--out',
      'lines',
    ],
    missing: ['tune', 'detector', '--dataset', 'nothing', '--study', 'j'],
  };
  const all = Object.values(lines);
  // a process for every few lines: one for all would reach its limit of time on a busy machine
  const parts = Array.from({ length: Math.ceil(all.length / 5) }, (_, i) =>
    all.slice(5 * i, 5 * i + 5),
  );
  const done = parts.flatMap((part) => folder.anodecEach(part));
  ended = Object.fromEntries(Object.keys(lines).map((name, i) => [name, done[i]]));
});
afterAll(() => folder.remove());

/** The test table with other readings and all of its rows labelled as attack. */
function labelled(): string {
  const [head, ...rows] = waves(200).trim().split('\n');
  return `${head},label\n${rows.map((row) => `${row.replace(/\d$/, '9')},1`).join('\n')}\n`;
}

interface Ending {
  readonly event: string;
  readonly trial: number;
  readonly value: number;
}

/** The values of a search, by trial. */
function valuesOf(study: string): number[] {
  const events = folder
    .read(`${study}/trials.jsonl`)
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Ending);
  return events
    .filter(({ event }) => event === 'finished')
    .sort((x, y) => x.trial - y.trial)
    .map(({ value }) => value);
}

test('a search that goes on has the trials of one that was not interrupted and had other test recordings', () => {
  expect([ended.first.code, ended.first.err]).toEqual([0, '']);
  expect([ended.goesOn.code, ended.goesOn.err]).toEqual([0, '']);
  expect(ended.goesOn.out).toContain('Goes on    after 2 trials');
  expect(valuesOf('a')).toHaveLength(3);
  expect([ended.other.code, ended.other.err]).toEqual([0, '']);
  expect(valuesOf('a')).toEqual(valuesOf('b'));
  const head = folder.read('a/study.json').slice(0, 400);
  expect(head).toContain('"task": "detector"');
});

test('a folder with a study is not searched anew, and a study not gone on with otherwise', () => {
  expect([ended.taken.code, ended.taken.err]).toEqual([
    2,
    'a must be a new folder, but it holds a study. Go on with it with --resume, or name another folder with --study.\n',
  ]);
  expect([ended.otherwise.code, ended.otherwise.err]).toEqual([
    2,
    '--folds must be as in a to go on with it, got another value. Leave it out, or name another folder with --study.\n',
  ]);
});

test('a network is judged by its validation loss, which settings that change it would make incomparable', () => {
  expect([ended.loss.code, ended.loss.err]).toEqual([0, '']);
  expect(valuesOf('e')).toHaveLength(2);
  expect(new Set(valuesOf('e')).size).toBe(2);
  expect(folder.read('e/trials.jsonl')).toContain('"event":"reported","trial":0,"step":1');
  expect([ended.refused.code, ended.refused.err]).toEqual([
    2,
    expect.stringContaining('must leave --window-size alone with --criterion validation-loss'),
  ]);
});

test('what was found is shown, with a page, and its settings train', () => {
  expect(ended.show.out).toContain('3 trials: 3 finished');
  expect(folder.read('a.html')).toContain('Settings of the finished trials');
  expect([ended.trained.code, ended.trained.err]).toEqual([0, '']);
  const best = JSON.parse(folder.read('a/best.json')) as {
    detector: { explainedVariance: number };
  };
  const config = JSON.parse(folder.read('lightning_logs/version_0/config.json')) as typeof best;
  expect(config.detector).toEqual(best.detector);
});

test('alarm policies are searched on the errors of a run, classifiers on folds of a table', () => {
  expect([ended.policy.code, ended.policy.err]).toEqual([0, '']);
  expect(valuesOf('g')).toHaveLength(2);
  expect([ended.classes.code, ended.classes.err]).toEqual([0, '']);
  expect(ended.classes.out).toContain(
    'classifier.c 0.1..10 log (where classifier.kind is logistic-regression)',
  );
  expect(JSON.parse(folder.read('h/classifier.json'))).toHaveProperty('model');
});

test('a grid writes the files of the original program', () => {
  expect([ended.grid.code, ended.grid.err]).toEqual([0, '']);
  const [, file = ''] = /Next: npx anodec tune beautify (\S+)/.exec(ended.grid.out) ?? [];
  const [beautified] = folder.anodecEach([['tune', 'beautify', file]]);
  expect(beautified.out).toContain('12 evaluations of 3 combinations'); // 3 × 2 folds × 2 parts
  expect(folder.read(file.replace(/\.out$/, '.params.LinearSVC.csv')).split('\n')[0]).toContain(
    'id;estimator;',
  );
});

test('data that are missing are told at once, and leave no folder behind', () => {
  expect(ended.missing.code).toBe(2);
  expect(ended.missing.err).toContain('nothing.h5 must exist');
  expect(Object.keys(folder.files('.')).some((name) => name.startsWith('j/'))).toBe(false);
});

test('Ctrl-C ends a search at once, and says how it goes on', async () => {
  const search = ['--dataset', 'plant', '--detector', 'pca', '--count', '2', '--study', 'k'];
  const stopped = await folder.anodecStopped('Searching', 'tune', 'detector', ...search);
  expect(stopped.code).toBe(130);
  expect(stopped.milliseconds).toBeLessThan(2000);
  expect(stopped.err).toContain('Run: npx anodec tune detector --resume --study k');
});
