/** What a run leaves behind, and how runs are shown, compared and removed, through the built command. */
import { spawnSync } from 'node:child_process';
import type { RunStory, StoryComparison } from '@anodec/tracking';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { BIN, createWorkplace, type Ended, TINY, waves, type Workplace } from './anodec-command.js';

let folder: Workplace;
let ended: Record<string, Ended>;

beforeAll(() => {
  folder = createWorkplace();
  folder.write('train.csv', waves(300));
  folder.write(
    'test.csv',
    waves(200, (row, t) => (t > 100 && t < 120 ? ['9', ...row.slice(1)] : row)),
  );
  const data = ['--dataset', 'plant'];
  const few = [...TINY, '--sample-size', '50', '--baselines', 'none', ...data];
  const lines = {
    convert: ['data', 'convert', '--normal', 'train.csv', '--attack', 'test.csv', ...data],
    prepare: ['data', 'prepare', ...data],
    train: ['train', ...few],
    again: ['train', ...few],
    resumed: ['train', '--resume', '0', '--max-epochs', '2'],
    score: ['score', '2'],
    evaluate: ['evaluate', '2'],
    show: ['runs', 'show', '2'],
    json: ['runs', 'show', '2', '--json'],
    plot: ['plot', 'score', '2', '--out', 'score.png'],
    list: ['runs', 'list', '--sort', 'loss'],
    compare: ['runs', 'compare', '0', '2'],
    compared: ['runs', 'compare', '0', '1', '2', '--json'],
    refused: ['runs', 'rm', '0', '--yes'],
    unasked: ['runs', 'rm', '1'],
    removed: ['runs', 'rm', '1', '--yes'],
    left: ['runs', 'list', '--json'],
  };
  const all = folder.anodecEach(Object.values(lines));
  ended = Object.fromEntries(Object.keys(lines).map((name, i) => [name, all[i]]));
});
afterAll(() => folder.remove());

test('show tells a run from its settings to its results', () => {
  const { code, out } = ended.show;
  expect(code).toBe(0);
  const { settingsId } = JSON.parse(ended.json.out) as RunStory;
  for (const line of [
    /^lightning_logs\/version_2 {2}finished$/m,
    new RegExp(`^  Settings +${settingsId}$`, 'm'),
    /^ {2}Command +anodec train --resume 0 --max-epochs 2$/m,
    /^ {2}Resumed from +lightning_logs\/version_0$/m,
    /^ {2}Ended +finished, after epoch 2 of at most 2$/m,
    /^ {2}Packages .*@tensorflow\/tfjs-core \d/m,
    /^Settings that differ from those of preset (default|quick):$/m,
    /^ {2}detector\.windowSize +5 +\(default \d+\)$/m,
    /^ {2}normal +train\.csv.* 300 rows +sha256 [0-9a-f]{16}/m,
    /^ {2}test +test\.csv.* 200 rows +sha256 [0-9a-f]{16}/m,
    /· training loss {2}\* validation loss$/m,
    /^ {2}all \d+ +[\d.]+ [kM]B$/m,
  ]) {
    expect(out).toMatch(line);
  }
  expect(out).not.toMatch(/^ {2}(alarmPolicy|preprocess)\./m); // those of the preset are no changes
});

test('plot draws a chart of the run that is named', () => {
  expect(ended.plot.out).toBe('Score of test.csv, run 2 → score.png\n');
  expect(Object.keys(folder.files())).toContain('score.png');
});

test('the same settings have the same identifier, others another one', () => {
  const { runs, settings, data } = JSON.parse(ended.compared.out) as StoryComparison;
  expect(runs[0].settingsId).toMatch(/^[0-9a-f]{12}$/);
  expect(runs[1].settingsId).toBe(runs[0].settingsId);
  expect(runs[2].settingsId).not.toBe(runs[0].settingsId);
  expect(settings).toContainEqual({ name: 'detector.maxEpochs', values: [1, 1, 2] });
  expect(data.map(({ name }) => name)).toEqual(['test 1']); // only the last one was scored
});

test('compare shows in what runs differ, and names the command that tests significance', () => {
  const { code, out } = ended.compare;
  expect(code).toBe(0);
  expect(out).toMatch(
    /^Settings that differ:\n +version_0 +version_2\n +detector\.maxEpochs +1 +2$/m,
  );
  expect(out).toMatch(/^ {2}Best validation loss +\d\.\d{5} +\d\.\d{5}$/m);
  expect(out).toContain('npx anodec compare 0 2');
});

test('list sorts by validation loss, best first', () => {
  const losses = ended.list.out
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => Number(/ (\d\.\d+(?:e-\d+)?) /.exec(line)?.[1]));
  expect(losses).toHaveLength(3);
  expect(losses).toEqual([...losses].sort((a, b) => a - b));
});

test('rm keeps a run that another was resumed from, asks for consent, and removes the rest', () => {
  expect(ended.refused.code).toBe(2);
  expect(ended.refused.err).toContain('version_0 must stay, as version_2 was resumed from it');
  expect(ended.unasked.code).toBe(2);
  expect(ended.unasked.err).toContain('Set --yes to remove without asking.');
  expect(ended.removed.out).toMatch(
    /^Removed lightning_logs\/version_1\n\d+ files, [\d.]+ [kM]B freed$/m,
  );
  const left = JSON.parse(ended.left.out) as { version: number }[];
  expect(left.map(({ version }) => version)).toEqual([0, 2]);
});

test('a question on a terminal that is not answered with yes removes nothing', () => {
  const tty = 'data:text/javascript,process.stdin.isTTY=true';
  const options = { cwd: folder.path, encoding: 'utf8', input: 'n\n' } as const;
  const args = ['--import', tty, BIN, 'runs', 'rm', '2'];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, options);
  expect([status, stdout]).toEqual([0, 'Nothing was removed.\n']);
  expect(stderr).toContain('Remove 2 for good? [y/N]');
  expect(folder.files('lightning_logs/version_2')).not.toEqual({});
});
