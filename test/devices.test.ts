/** The commands about appliances: made-up logs, tables of days, classes. */
import { appendFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createWorkplace, type Ended, type Workplace } from './anodec-command.js';

vi.setConfig({ testTimeout: 200_000 }); // each test starts up to three processes, which a loaded machine slows

let folder: Workplace;
let ended: readonly Ended[];
beforeAll(() => {
  folder = createWorkplace();
  // one after the other, each within the time of a process
  ended = [
    'simulate --devices 2 --days 100 --clean-days 70 --anomalies 10 --folder small --seed 3',
    'preprocess --folder small --date 2020.03.16',
    'preprocess --folder small --purpose production --no-gmm --devices 5032B9',
    'preprocess --folder small --mode detect',
  ].flatMap((line) => folder.anodecEach([['devices', ...line.split(' ')]]));
});
afterAll(() => folder.remove());
const lines = (file: string): string[] => folder.read(join('small', file)).trim().split('\n');

test('simulate writes logs, list and labels', () => {
  expect(ended.map(({ code, err }) => [code, err])).toEqual(ended.map(() => [0, '']));
  expect(ended[0].out).toContain('101 logs of 5032AB, 5032B9');
  expect(ended[0].out).toContain('20 anomalous days');
  expect(ended[0].out).toContain('Next: npx anodec devices preprocess --folder small');
  expect(lines('anomalies.csv')).toHaveLength(21);
});

test('preprocess writes tables, the split, labels, classes and range', () => {
  const { out } = ended[1];
  expect(out).toContain('100 logs read');
  expect(out).toContain(
    'classes: 0 monday tuesday wednesday thursday friday, 1 saturday sunday holiday',
  );
  expect(out).toContain('not used: 4 days (');
  expect(lines('elect_data/train/5032AB.csv')).toHaveLength(100);
  const [train, tested] = ['train', 'test'].map((part) => lines(`experiments/${part}/5032AB.csv`));
  expect(train.length + tested.length).toBe(96);
  expect(train.at(-1)?.slice(0, 8)).toBe('20.03.15');
  expect(lines('experiments/label/5032AB.csv').map((line) => line.slice(0, 8))).toEqual(
    train.map((line) => line.slice(0, 8)),
  );
  expect(JSON.parse(folder.read('small/experiments/combination/5032B9.json'))).toMatchObject({
    friday: 0,
    saturday: 1,
    sunday: 2,
    holiday: 2,
  });
  expect(JSON.parse(folder.read('small/experiments/minmax/5032AB.json'))).toMatchObject({
    minimum: 0,
  });
});

test('preprocess learns from all days in production, and reads yesterday alone to detect', () => {
  expect(lines('processed/train/5032B9.csv')).toHaveLength(96);
  expect(existsSync(join(folder.path, 'small/processed/train/5032AB.csv'))).toBe(false);
  expect(lines('elect_data/detect/5032B9.csv').map((line) => line.slice(0, 8))).toEqual([
    '20.04.14',
  ]);
});

test('of yesterday, a device that has no row is an error after the tables of the others are written', () => {
  rmSync(join(folder.path, 'small/elect_data/detect'), { recursive: true });
  const line = ['devices', 'preprocess', '--folder', 'small', '--mode', 'detect'];
  const [unknown, tables] = folder.anodecEach([
    [...line, '--devices', '5032AB', '--devices', 'NOPE'],
    [...line, '--input', 'small/elect_data/train/5032AB.csv'],
  ]);
  expect([unknown.code, tables.code]).toEqual([2, 2]);
  expect(unknown.err).toBe(
    '--devices must be in the logs, got NOPE, of which the log has no row. There are 5032AB, 5032B9.\n',
  );
  expect(lines('elect_data/detect/5032AB.csv')).toHaveLength(1);
  expect(tables.err).toContain('Tables of days cannot be given (--input) where --mode is detect');
});

test('bad rows are counted or refused; a device with few days is named, none at all is a fault', () => {
  appendFileSync(
    join(folder.path, 'small/raw/log20.01.06.csv'),
    '00:00,5032AB,-70,XYZ\n00:01,5032AB,-70,010400000FA0\n',
  );
  const [skipped, refused, few] = [
    ['devices', 'preprocess', '--folder', 'small', '--mode', 'train', '--date', '2020.03.16'],
    ['devices', 'preprocess', '--folder', 'small', '--bad-rows', 'refuse'],
    ['devices', 'preprocess', '--logs', 'small/raw', '--folder', 'few', '--max-logs', '20'],
  ].flatMap((line) => folder.anodecEach([line]));
  // what is wrong with it stands below it, not below the rows that are counted after it
  expect(skipped.out).toMatch(
    /1 row that cannot be read, skipped:\n.*got "XYZ" \(log20\.01\.06\.csv, row \d+\)\.\n {2}1 row with an earlier time/,
  );
  expect(refused.code).toBe(2);
  expect(refused.err).toMatch(
    /row \d+\)\. Correct the row, or skip such rows with --bad-rows skip\./,
  );
  expect(few.code).toBe(2);
  expect(few.out).toContain('5032AB must have 30 days that can be used, got');
  expect(few.err).toContain(
    'No device could be prepared, the first one for this reason: 5032AB must',
  );
});

test('a date beyond the days, an unknown device and a log of a day to come end with what is wrong', () => {
  const gone = join(folder.path, 'small/raw/log20.01.08.csv');
  const log = readFileSync(gone);
  rmSync(gone);
  const place = ['--logs', 'small/raw', '--folder', 'late'];
  const line = ['devices', 'preprocess', ...place];
  const [late, early, unknown] = folder.anodecEach([
    [...line, '--date', '2020.05.01'],
    [...line, '--date', '2020.01.06'],
    ['devices', 'train', ...place, '--devices', 'NOPE'],
  ]);
  expect([late, early, unknown].map(({ code }) => code)).toEqual([2, 2, 2]);
  expect(late.out).toContain('  no log of 1 day (20.01.08)\n');
  expect(late.out).toMatch(
    /5032AB {2}--date must leave days of 5032AB to test on, got 2020\.05\.01/,
  );
  expect(late.err).toContain('this reason: --date must leave days of 5032AB to test on');
  expect(early.err).toContain('--date must leave days of 5032AB to train on, got 2020.01.06');
  expect(unknown.err).toBe(
    '--devices must be in the logs, got NOPE, of which none of 99 logs has a row. There are 5032AB, 5032B9.\n',
  );
  writeFileSync(gone, log);
  const future = join(folder.path, 'small/raw/log99.01.01.csv');
  writeFileSync(future, log);
  const [refused] = folder.anodecEach([['devices', 'detect', '--folder', 'small']]);
  expect(refused.err).toContain('got log99.01.01.csv: it would count as the newest.');
  rmSync(future);
});

test('tables of days are prepared without logs', () => {
  rmSync(join(folder.path, 'small/raw'), { recursive: true });
  const table = 'small/elect_data/train/5032B9.csv';
  const [prepared] = folder.anodecEach([
    ['devices', 'preprocess', '--input', table, '--folder', 'other', '--days-per-class', '6'],
  ]);
  expect([prepared.code, prepared.err]).toEqual([0, '']);
  expect(prepared.out).toMatch(/5032B9 {2}(12|18) days to train on, (84|78) to test on/);
});

test('evaluate prints ratios and tests, and writes the table of the original and charts', () => {
  const scores = (start: number, count: number): string =>
    Array.from(
      { length: count },
      (_, n) => `20.04.${String(n + 1).padStart(2, '0')},${start + n}\n`,
    ).join('');
  folder.write('normal.csv', scores(1, 6));
  folder.write('anomaly.csv', scores(4, 6)); // 4 to 9 against 1 to 6
  const both = ['devices', 'evaluate', '--normal', 'normal.csv', '--anomaly', 'anomaly.csv'];
  const [best, given, half] = folder.anodecEach([
    [
      ...both,
      '--accuracy-save',
      'accuracy.csv',
      '--roc-save',
      'roc.svg',
      '--histogram-save',
      'h.svg',
    ],
    [...both, '--threshold', '6'],
    both.slice(0, 4),
  ]);
  expect([best, given].map(({ code, err }) => [code, err])).toEqual([
    [0, ''],
    [0, ''],
  ]);
  // 31.5 of 36 pairs: 36 less 3 + 2 + 1 lost ones, 3 ties count half
  expect(best.out).toContain('AUC 0.875; threshold 6.5, ORACLE: chosen with the labels known');
  expect(best.out).toContain('Mann–Whitney U 4.5 (p ');
  expect(given.out).toContain('TP 3, FP 0, FN 3, TN 6');
  expect(given.out).not.toContain('ORACLE');
  const [names, values] = folder.read('accuracy.csv').trim().split('\n');
  expect(names).toBe(
    'precision,recall,f1_score,acuarry,auc,fpr,tpr,specificity,nomal_score_avg,anomaly_score_avg,threshold',
  );
  expect(values.split(',').slice(4)).toEqual(['0.875', '0', '0.5', '1', '3.5', '6.5', '6.5']);
  expect(folder.read('roc.svg')).toContain('normal (AUC 0.875)');
  expect(folder.read('h.svg')).toContain('anomalous');
  expect(half.code).toBe(2);
  expect(half.err).toContain(
    'There must be a file of anomalous days for each of normal ones, got 0 for 1.',
  );
});

test('evaluate tells scores apart by the list of anomalous days', () => {
  const days = lines('experiments/test/5032AB.csv').map((line) => line.slice(0, 8));
  const known = lines('anomalies.csv').filter((line) => line.startsWith('5032AB'));
  const dates = new Set(known.map((line) => line.split(',')[1]));
  folder.write('scores.csv', days.map((date) => `${date},${dates.has(date) ? 2 : 1}\n`).join(''));
  const list = ['--known', 'small/anomalies.csv'];
  const [told, lacking] = folder.anodecEach([
    ['devices', 'evaluate', '--normal', 'scores.csv', ...list, '--device', '5032AB'],
    ['devices', 'evaluate', '--normal', 'scores.csv', ...list],
  ]);
  expect(told.out).toContain(`${days.length - 10} normal and 10 anomalous days`);
  expect(told.out).toContain('AUC 1.000; threshold 1.5');
  expect(lacking.err).toContain('--device must be given with a list of anomalous days');
});

test('plot, map and distances draw and measure days', () => {
  const below = 'small/experiments';
  const table = `${below}/test/5032AB.csv`;
  folder.write('two.csv', `${lines('experiments/test/5032AB.csv').slice(0, 2).join('\n')}\n`);
  const classes = ['--combination', `${below}/combination/5032AB.json`];
  const [drawn, map, apart, none] = folder.anodecEach([
    [
      'devices',
      'plot',
      '--input',
      'two.csv',
      '--over',
      table,
      '--save',
      'graphs',
      '--format',
      'svg',
    ],
    ['devices', 'map', '--input', table, ...classes, '--colour', 'day-type', '--save', 'map.svg'],
    ['devices', 'distances', '--real', 'two.csv', '--generated', table, ...classes],
    ['devices', 'plot'],
  ]);
  expect([drawn, map, apart].map(({ code, err }) => [code, err])).toEqual([
    [0, ''],
    [0, ''],
    [0, ''],
  ]);
  expect(Object.keys(folder.files('graphs'))).toHaveLength(2);
  expect(map.out).toMatch(/Among the days[^]+0 and 1 +\d[^]+On the plane:[^]+class 0: \d+ days/);
  expect(folder.read('map.svg')).toContain('by type of day');
  expect(folder.read('distances.csv')).toMatch(/,0\n[^]+class_0_avg,[^]+avg,0\nmdn,0\n$/);
  expect(none.code).toBe(2);
  expect(none.err).toBe('--input must be given: a table of days.\n');
});
