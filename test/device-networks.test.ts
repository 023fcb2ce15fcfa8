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
}, 300_000);
afterAll(() => folder.remove());

/** Runs command lines, the words apart by blanks, in one process. */
const run = (...lines: readonly string[]): Ended[] =>
  folder.anodecEach(lines.map((line) => ['devices', ...line.split(' '), '--folder', 'small']));

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
