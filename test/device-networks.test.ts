/** The commands that use the trained networks of a device: generated days, activations, the map of the discriminator. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createWorkplace, type Ended, type Workplace } from './anodec-command.js';

vi.setConfig({ testTimeout: 200_000 }); // each test starts a process, which a loaded machine slows

let folder: Workplace;
let made: readonly Ended[];
beforeAll(() => {
  folder = createWorkplace();
  // one after the other, each within the time of a process
  made = [
    'simulate --devices 1 --days 100 --clean-days 70 --anomalies 10 --folder small --seed 3',
    'preprocess --folder small --date 2020.03.16',
    'experiment 5032AB --folder small --runs 1 --capacity 0.0625 --latent-size 5 --iterations 2 --score-steps 1 --restarts 1',
  ].flatMap((line) => folder.anodecEach([['devices', ...line.split(' ')]]));
});
afterAll(() => folder.remove());

/** Runs command lines, the words apart by blanks, each within the time of a process. */
const run = (...lines: readonly string[]): Ended[] =>
  lines.flatMap((line) =>
    folder.anodecEach([['devices', ...line.split(' '), '--folder', 'small']]),
  );

test('generate writes days of every class, the same for the same seed, and pictures', () => {
  expect(made.map(({ code, err }) => [code, err])).toEqual(made.map(() => [0, '']));
  const [first, , , unknown] = run(
    'generate 5032AB --count 2 --seed 4 --save a.csv --plots graphs --format svg',
    'generate 5032AB --count 2 --seed 4 --save b.csv',
    'generate 5032AB --count 2 --seed 5 --save c.csv',
    'generate 999',
  );
  expect([first.code, first.err]).toEqual([0, '']);
  expect(first.out).toContain('a.csv  4 days, 2 of each of 2 classes, by small/models/experiments');
  const lines = folder.read('a.csv').trim().split('\n');
  expect(lines.map((line) => line.split(',')[0])).toEqual([
    'label:0 num:0',
    'label:0 num:1',
    'label:1 num:0',
    'label:1 num:1',
  ]);
  for (const line of lines) expect(line.split(',')).toHaveLength(121);
  expect(folder.read('b.csv')).toBe(folder.read('a.csv'));
  expect(folder.read('c.csv')).not.toBe(folder.read('a.csv'));
  expect(Object.keys(folder.files('graphs'))).toHaveLength(4);
  expect(unknown.code).toBe(2);
  expect(unknown.err).toContain('There must be networks of 999 in');
  expect(unknown.err).toContain('there are those of 5032AB');
  expect(existsSync(join(folder.path, 'generated.csv'))).toBe(false);
});

test('classify trains and tests the classifier of classes, and writes its accuracy, curves and maps', () => {
  const [done, unknown] = run('classify 5032AB --capacity 0.1 --iterations 60', 'classify 999');
  expect([done.code, done.err]).toEqual([0, '']);
  expect(done.out).toMatch(/\d+ of \d+ days named rightly .* AUC of all pairs of classes \d\.\d+/);
  expect(done.out).toMatch(/class 1: AUC \d\.\d+, true positive rate \d/);
  const [names, values] = folder
    .read('small/output/experiments/accuracy/cnn/5032AB.csv')
    .trim()
    .split('\n');
  expect(names.split(',')).toHaveLength(5 + 2 * 3);
  expect(Number(values.split(',')[3])).toBeGreaterThan(0.7); // working days are most of all
  expect(folder.read('small/output/experiments/roc_curve/cnn/5032AB.svg')).toContain(
    'class 1 (AUC',
  );
  expect(folder.read('small/output/experiments/umap/cnn/5032AB_predicted.svg')).toContain(
    'by the class that is named',
  );
  expect(existsSync(join(folder.path, 'small/models/experiments/cnn/5032AB/classifier.json'))).toBe(
    true,
  );
  expect(unknown.code).toBe(2);
});

test('activations writes a heat map and the nearest days, of the morning on request', () => {
  const table = 'small/experiments/test/5032AB.csv';
  const dates = folder
    .read(table)
    .trim()
    .split('\n')
    .map((line) => line.slice(0, 8));
  const [all, one, layer, day] = run(
    `activations 5032AB --input ${table} --nearest 2`,
    `activations 5032AB --input ${table} --day ${dates[3]} --from 6 --to 12 --nearest-save one.csv --save one.svg`,
    `activations 5032AB --input ${table} --layer d_conv9`,
    `activations 5032AB --input ${table} --day 19.01.01`,
  );
  expect([all.code, all.err, one.code, one.err]).toEqual([0, '', 0, '']);
  const lines = folder.read('nearest.csv').trim().split('\n');
  expect(lines[0]).toBe('date,rank,nearest,distance');
  expect(lines).toHaveLength(1 + 2 * dates.length);
  expect(folder.read('activations.svg')).toContain('Mean output of the 2 filters of d_conv1');
  expect(all.out).toContain(`and ${dates.length - 10} more days`);
  const own = folder.read('one.csv').trim().split('\n');
  const nearest = own.filter((line) => line.startsWith(dates[3]));
  expect(nearest).toHaveLength(5);
  for (const line of nearest) expect(one.out).toContain(line.split(',')[2]);
  expect(folder.read('one.svg')).toContain('Filter');
  expect(layer.code).toBe(2);
  expect(layer.err).toContain('one of d_conv1, d_conv2, d_conv3, d_conv4, flat, logits, classes');
  expect(day.err).toContain(`must be a day of the table, from ${dates[0]} to`);
});

test('map colours days by the class that the discriminator of a folder names', () => {
  const below = 'small/experiments';
  const map = ['devices', 'map', '--input', `${below}/test/5032AB.csv`];
  const classes = ['--combination', `${below}/combination/5032AB.json`];
  const colour = [...map, ...classes, '--colour', 'discriminator'];
  const [drawn, lacking, nowhere] = folder.anodecEach([
    [...colour, '--model', 'small/models/experiments/acgan/5032AB/1', '--save', 'named.svg'],
    colour,
    [...colour, '--model', 'small/raw'],
  ]);
  expect([drawn.code, drawn.err]).toEqual([0, '']);
  expect(drawn.out).toMatch(
    /discriminator names the class: \d+ of \d+; class 0 \d+ of \d+, class 1/,
  );
  expect(folder.read('named.svg')).toContain('by the class that the discriminator names');
  expect([lacking.code, nowhere.code]).toEqual([2, 2]);
  expect(lacking.err).toContain('--model must be given with the colour discriminator');
  expect(nowhere.err).toContain('small/raw must hold networks, got none.');
});
