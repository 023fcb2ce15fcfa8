/** The commands that explore data before training, through the built command. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createWorkplace, type Ended, type Workplace } from './anodec-command.js';

let folder: Workplace;
let ended: Readonly<Record<string, Ended>>;

/** Ten minutes of a level, a valve and a probe that may have moved; dirty from row 300 on. */
function plant(moved: number, dirty: boolean): string {
  const lines = Array.from({ length: 600 }, (_, t) => {
    const stuck = dirty && t >= 300 && t < 400;
    const time = new Date(Date.UTC(2016, 0, 1) + (dirty && t === 500 ? 499 : t) * 1000);
    const level = 500 + 100 * Math.sin((stuck ? 300 : t) / 20) + (stuck ? 0 : (t % 3) / 10);
    const probe = dirty && t === 550 ? '' : (moved + Math.cos(t / 9)).toFixed(4);
    const stamp = time.toISOString().slice(0, 19).replace('T', ' ');
    return `${stamp},${level.toFixed(3)},${Math.floor(t / 100) % 2},${probe},${t % 200 < 20 ? 1 : 0}`;
  });
  return `Timestamp,LEVEL,VALVE,PROBE,label\n${lines.join('\n')}\n`;
}

beforeAll(() => {
  folder = createWorkplace();
  folder.write('train.csv', plant(5, false));
  folder.write('test.csv', plant(9, true));
  folder.write('words.csv', 'level,valve\n1,ON\nBad,OFF\n3,Lost\n4,ON\n');
  const lines = {
    inspect: 'data inspect test.csv',
    words: 'data inspect words.csv',
    named: 'data inspect words.csv --missing-words Bad Lost --word-values OFF=0,ON=1',
    profile: 'data profile test.csv --out pages/profile.html',
    drift: 'data drift train.csv test.csv --out drift.html',
    same: 'data compare train.csv train.csv',
    compare: 'data compare train.csv test.csv --to 2016-01-01T00:05:00',
    svg: 'data plot --recording train.csv --signals LEVEL PROBE --interval 10s --out plot.svg',
    page: 'data plot --recording train.csv --signals LEVEL --interval none --out plot.html',
    first: 'data plot --recording train.csv --interval none --out first.svg',
    times: 'data plot times --recording train.csv --out times.png',
    plotted: 'plot signals train.csv --signals LEVEL --interval 10s --out plotted.svg',
    attacks: 'plot attacks train.csv --theme dark',
    ending: 'data plot --recording train.csv --out plot.jpg',
    channel: 'data plot --recording train.csv --signals LIT101',
    day: 'data plot --recording train.csv --signals LEVEL --day 2016-01-02',
    none: 'data profile nowhere',
    one: 'data compare train.csv',
  };
  const all = folder.anodecEach(Object.values(lines).map((line) => line.split(' ')));
  ended = Object.fromEntries(Object.keys(lines).map((name, i) => [name, all[i]]));
});
afterAll(() => folder.remove());

test('inspect names what is wrong with a table, as it is', () => {
  const { code, out } = ended.inspect;
  expect(code).toBe(0);
  expect(out).toContain('sorted by time, 1 row repeats a time, first 2016-01-01 00:08:19');
  expect(out).toContain('60 rows labelled as attack in 3 runs');
  expect(out).toMatch(
    /LEVEL +continuous .*stuck at 565\.03 for 1 min 40 s from 2016-01-01 00:05:00/,
  );
  expect(out).toMatch(/VALVE +discrete .*states 0, 1/);
  expect(out).toMatch(/PROBE +continuous .*1 missing/);
});

test('inspect names the flag for words that are no numbers, and following it works', () => {
  expect(ended.words.code).toBe(2);
  expect(ended.words.err).toContain('words.csv, row 3, column level must be a number, got "Bad"');
  expect(ended.words.err).toContain('name the word in --missing-words');
  expect(ended.named.out).toMatch(/level +\S+ +1 +4 .*1 missing/);
  expect(ended.named.out).toMatch(/valve .*1 missing/);
});

test('profile writes one page, creates its folder, and prints the warnings', () => {
  expect(ended.profile.out).toContain('600 rows, 3 channels → pages/profile.html');
  expect(ended.profile.out).toContain('stuck: Quantities that stood still');
  const page = folder.read('pages/profile.html');
  for (const word of ['LEVEL', 'Correlations', 'stuck at 565.03']) expect(page).toContain(word);
});

test('drift lists the channel with the largest change first, in text and on a page', () => {
  expect(ended.drift.out).toMatch(/1 of 3 channels moved, largest change first: PROBE/);
  expect(folder.read('drift.html')).toContain('PROBE');
});

test('compare shows heads, time ranges and columns, and counts cells that differ within a time range', () => {
  expect(ended.same.out).toContain('All 2,400 cells are equal.');
  expect(ended.same.out).toContain('Both tables have the same number of rows.');
  expect(ended.same.out).toContain('Both tables have the same 5 columns.');
  expect(ended.compare.out).toContain(
    [
      'A: train.csv, 5 columns; first 3 rows:',
      '  Timestamp            LEVEL    VALVE  PROBE   label',
      '  2016-01-01 00:00:00  500      0      6       1',
    ].join('\n'),
  );
  expect(ended.compare.out).toMatch(
    /\nA +train\.csv +600 +2016-01-01 00:00:00 +2016-01-01 00:09:59 +300 +0\n/,
  );
  expect(ended.compare.out).toContain('In both: 300 rows, matched by time.');
  expect(ended.compare.out).toMatch(/300 of 1,200 cells differ, in 1 column:/);
  expect(ended.compare.out).toMatch(/PROBE +300 +4 /);
});

test('plot draws charts in each format, by default of the first channels of a table without SWaT tags', () => {
  expect(folder.read('plot.svg')).toContain('LEVEL, PROBE, averages over 10s');
  expect(folder.read('plot.html')).toContain('signal_0');
  expect(folder.read('first.svg')).toContain('LEVEL, VALVE, PROBE');
  expect(ended.times.code).toBe(0);
  expect(Object.keys(folder.files())).toContain('times.png');
});

test('anodec plot draws the same as data plot, and attacks in the dark theme', () => {
  expect(ended.plotted.out).toBe('LEVEL, averages over 10s → plotted.svg\n');
  expect(ended.attacks.out).toBe('3 attacks in train.csv → attacks.svg\n');
  expect(folder.read('attacks.svg')).toContain('fill="#14191f"');
});

test('each error says what exists instead', () => {
  const errors = [ended.ending, ended.channel, ended.day, ended.none, ended.one];
  expect(errors.map(({ code }) => code)).toEqual([2, 2, 2, 2, 2]);
  expect(ended.ending.err).toContain('A chart must end in .svg, .png or .html, got plot.jpg.');
  expect(ended.channel.err).toContain('which has LEVEL, VALVE, PROBE');
  expect(ended.day.err).toContain('which has rows on 2016-01-01.');
  expect(ended.none.err).toContain(
    'data/processed/data_store.h5 must exist, but there is no such file. Convert tables into the data set data_store and prepare it first. Run: npx anodec data convert --normal TABLE --attack TABLE\n',
  );
  expect(ended.one.err).toContain('There must be two tables to compare.');
});
