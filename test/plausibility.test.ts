/** The commands about plausible messages, through the built command. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createWorkplace, type Workplace } from './anodec-command.js';

let folder: Workplace;
let demo: string;
beforeAll(() => {
  folder = createWorkplace();
  const { code, out, err } = folder.anodec(
    ...'plausibility demo --cars 2000 --folder small --seed 7'.split(' '),
  );
  if (code !== 0) throw new Error(err);
  demo = out;
});
afterAll(() => folder.remove());

test('the demonstration compares seven classifiers, draws, exports and asks', () => {
  const table = demo.split('\n').filter((line) => / 0\.\d{4} .* s$/.test(line));
  expect(table).toHaveLength(7);
  expect(demo).toContain('Rectangles by hand, cars alone');
  expect(demo).toContain('moto   6000 mm long, 1000 mm wide: malicious');
  const files = Object.keys(folder.files('small')).map((path) => path.slice('small/'.length));
  expect(files).toEqual(
    expect.arrayContaining([
      'messages.csv',
      'messages.svg',
      'accepted-mlp.svg',
      'classifier.json',
      'classify.mjs',
    ]),
  );
  const script = join(folder.path, 'small/classify.mjs');
  const asked = spawnSync(process.execPath, [script, 'human', '4300', '1790'], {
    encoding: 'utf8',
  });
  expect([asked.stdout, asked.stderr]).toEqual(['malicious\n', '']);
});

test('each step alone does the same, and says what comes next', () => {
  const run = folder.anodecEach(
    [
      'prepare --folder small --malicious clear --clearance 0.5 --seed 3',
      'plot --folder small --range 0 3000 0 7000 --out map.png',
      'compare --folder small --classifiers decision-tree rectangles --out compared.csv',
      'train --folder small --classifier decision-tree --max-depth 6',
      'predict human 4300 1790 --classifier small/classifier.json --score',
    ].map((line) => ['plausibility', ...line.split(' ')]),
  );
  expect(run.map(({ code, err }) => [code, err])).toEqual(run.map(() => [0, '']));
  const [prepare, plot, compare, train, predict] = run.map(({ out }) => out);
  expect(prepare).toContain('Seed of the malicious messages: 3');
  expect(prepare).toContain('Next: npx anodec plausibility compare --folder small');
  expect(plot).toContain('map.png');
  expect(compare).toContain('Decision tree');
  expect(folder.read('compared.csv').split('\n')[1]).toMatch(/^decision-tree;0\.\d+;0/);
  expect(train).toContain('Next: node small/classify.mjs car 5000 2000');
  expect(predict).toMatch(/^malicious {2}[01]\.\d{4} \(probability of malicious\)\n$/);
});

test('what cannot be ends in a sentence with a remedy', () => {
  const run = folder.anodecEach(
    [
      'prepare --folder nowhere',
      'predict truck 1 2 --classifier small/classifier.json',
      'predict car 1 2 --classifier none.json',
      'train --folder small --classifier oracle',
      'simulate --folder small --seed 8',
      'plot --folder small --range 1 2',
      'compare --folder nowhere',
      'predict car 5000',
      'predict',
    ].map((line) => ['plausibility', ...line.split(' ')]),
  );
  expect(run.map(({ code }) => code)).toEqual(run.map(() => 2));
  const [prepare, truck, none, oracle, simulate, range, compare, width, all] = run.map(
    ({ err }) => err,
  );
  expect(prepare).toContain('nowhere must hold a table of sizes');
  expect(truck).toContain('The class must be one of car, human, moto, got "truck".');
  expect(none).toContain('none.json');
  expect(oracle).toContain('oracle');
  expect(simulate).toContain('must not be replaced');
  expect(simulate).toContain('--force');
  expect(range).toContain('must be four numbers');
  expect(compare).toContain('Make it with anodec plausibility prepare.');
  expect(width).toMatch(/^width/);
  expect(width).toContain('width must be given, as in anodec plausibility predict car 5000 2000');
  expect(all).toMatch(
    /^class must be given\. length must be given\. width must be given, as in [\w ]+\.\n$/,
  );
});
