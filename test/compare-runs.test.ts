/** Several seeds, comparisons and the leakage audit through the built command. */
import type { Comparison } from '@anodec/report';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createWorkplace, type Ended, TINY, type Workplace } from './anodec-command.js';

let folder: Workplace;
let ended: Record<string, Ended>;

/** Waves with noise from a linear congruential generator, so that no row comes twice. */
function noisyWaves(rows: number, seed: number, attacked?: (t: number) => boolean): string {
  let state = seed;
  const noise = (): number => ((state = (state * 16807) % 2147483647) / 2147483647 - 0.5) * 0.3;
  const lines = Array.from({ length: rows }, (_, t) => {
    const isAttack = attacked?.(t) ?? false;
    const values = [Math.sin(t / 7) + (isAttack ? 2 : 0), Math.cos(t / 11), Math.sin(t / 5 + 1)];
    const cells = values.map((value) => (value + noise()).toFixed(5));
    return [...cells, ...(attacked ? [Number(isAttack)] : [])].join(',');
  });
  return `A,B,C${attacked ? ',label' : ''}\n${lines.join('\n')}\n`;
}

beforeAll(() => {
  folder = createWorkplace();
  const attacked = (t: number): boolean => t % 60 >= 40 && t % 60 < 50;
  folder.write('train.csv', noisyWaves(600, 1));
  folder.write('test.csv', noisyWaves(600, 2, attacked));
  folder.write('other.csv', noisyWaves(300, 3, attacked));
  const few = [...TINY, '--sample-size', '100', '--recentre', 'none', '--baselines', 'pca'];
  const plain = ['--recentre', 'none', '--baselines', 'none'];
  const other = ['--dataset', 'other'];
  const tables = ['--normal', 'train.csv', '--attack', 'test.csv', '--dataset', 'plant'];
  const lines = {
    run: ['run', ...tables, ...few, '--seeds', '2'],
    train: ['train', '--dataset', 'plant', '--detector', 'pca', ...plain],
    score: ['score'],
    convert: ['data', 'convert', '--normal', 'train.csv', '--attack', 'other.csv', ...other],
    prepare: ['data', 'prepare', ...other],
    further: ['train', ...other, '--detector', 'norm', ...plain],
    scored: ['score'],
    compare: ['compare', '0', '2', '--output', 'compared.json'],
    page: ['compare', '0', '--baselines', '--output', 'compared.html'],
    grouped: ['compare', 'group_0', '2', '--output', 'grouped.json'],
    refused: ['compare', '0', '3', '2'],
    unknown: ['compare', '0', '2', '--output', 'compared.pdf'],
    audit: ['audit', '0'],
    evaluate: ['evaluate', '0'],
    resumed: ['train', '--resume', 'group_0', '--seeds', '3'],
    both: ['train', '--resume', '0', '--seeds', '3', '--dataset', 'plant'],
  };
  const all = folder.anodecEach(Object.values(lines));
  ended = Object.fromEntries(Object.keys(lines).map((name, i) => [name, all[i]]));
});
afterAll(() => folder.remove());

test('two seeds become two runs, one group and one report with the spread', () => {
  expect([ended.run.code, ended.run.err]).toEqual([0, '']);
  expect(ended.run.out).toContain('Report  lightning_logs/group_0/report.html');
  const report = JSON.parse(folder.read('lightning_logs/group_0/report.json')) as Comparison;
  const [{ contenders, panel }] = report.dataSets;
  expect(contenders).toEqual([
    { name: 'LSTM autoencoder', runs: ['version_0', 'version_1'] },
    { name: 'PCA', runs: ['version_0'] },
  ]);
  const f1 = panel.find(({ key }) => key === 'f1');
  const [[a, b]] = f1?.values ?? [];
  expect(f1?.cells[0].split(' ')[0]).toBe((((a ?? NaN) + (b ?? NaN)) / 2).toFixed(3));
});

test('the report of one of them says that it is one of two, and shows the audit', () => {
  const markdown = folder.read('lightning_logs/version_0/report.md');
  expect(ended.evaluate.out).toContain('This run is one of 2 that differ in their seed alone');
  const page = folder.read('lightning_logs/version_0/report.html');
  expect(page).toContain('<a href="../group_0/report.html">group_0</a>');
  expect(markdown).toContain('| Report of all seeds | group\\_0 |');
  expect(markdown).toContain('Leakage audit');
  expect(markdown).toContain('None of 9 checks failed.');
});

test('two runs on the same recordings are compared with a p-value for each difference', () => {
  expect([ended.compare.code, ended.compare.err]).toEqual([0, '']);
  const { dataSets } = JSON.parse(folder.read('compared.json')) as Comparison;
  expect(dataSets[0].contenders.map(({ name }) => name)).toEqual(['LSTM autoencoder', 'PCA']);
  for (const { adjustedP, p } of dataSets[0].pairs[0].tests) {
    expect(p).toBeGreaterThan(0);
    expect(adjustedP).toBeGreaterThanOrEqual(p ?? NaN);
  }
  expect(ended.compare.out).toMatch(/F1 of rows: .*\((.*; )?p = /);
  expect(folder.read('compared.html')).toContain('LSTM autoencoder and PCA');
});

test('a group of seeds is compared as one detector', () => {
  expect([ended.grouped.code, ended.grouped.err]).toEqual([0, '']);
  const { dataSets } = JSON.parse(folder.read('grouped.json')) as Comparison;
  expect(dataSets[0].contenders[0].runs).toEqual(['version_0', 'version_1']);
});

test('what cannot be compared, written or resumed is refused in a sentence', () => {
  expect(ended.refused.code).toBe(2);
  expect(ended.refused.err).toContain('scored on the same test recordings');
  expect(ended.unknown.err).toBe(
    '--output must end in one of .html, .md, .json, got compared.pdf.\n',
  );
  expect(ended.resumed.err).toContain('A group must be resumed with its own settings');
  expect(ended.both.err).toContain('--seeds must come without');
});

test('a sound run passes the audit, and a changed threshold ends it with exit code 1', () => {
  expect([ended.audit.code, ended.audit.err]).toEqual([0, '']);
  expect(ended.audit.out).toMatch(/0 of 9 checks failed \([\d.]+ m?s\)/);
  const path = 'lightning_logs/version_0/artifact.json';
  const artifact = JSON.parse(folder.read(path)) as {
    detectors: { alarmPolicy: { threshold: { value: number } } }[];
  };
  artifact.detectors[0].alarmPolicy.threshold.value *= 1.5;
  folder.write(path, JSON.stringify(artifact));
  const { code, out } = folder.anodec('audit', '0');
  expect(code).toBe(1);
  expect(out).toContain(
    'Failed: Normalisation, threshold and p-values follow from normal scores alone.',
  );
  const evaluated = folder.anodec('evaluate', '0').out;
  expect(evaluated).toContain('The leakage audit failed: 1 of 9 checks: Normalisation, threshold');
  expect(evaluated).not.toContain('set without labels');
});

test('Ctrl-C ends the training of seeds within two seconds and says how the group goes on', async () => {
  const slow = '--max-epochs 400 --early-stopping-patience 0 --window-size 5 --hidden-size 4';
  const flags = ['--dataset', 'plant', ...slow.split(' '), '--embedding-size', '2'];
  const args = ['--backend', 'cpu', '--sample-size', '20', '--baselines', 'none', '--seeds', '2'];
  const stopped = await folder.anodecStopped('Training', 'train', ...flags, ...args);
  expect(stopped.code).toBe(130);
  expect(stopped.milliseconds).toBeLessThan(2000);
  expect(stopped.err).toContain('Run: npx anodec train --resume group_1');
});
