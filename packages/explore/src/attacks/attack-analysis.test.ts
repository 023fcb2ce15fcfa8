/** The list and the labels of the real recordings, of which only times are kept here. */
import { readFileSync } from 'node:fs';
import { type Attack, createFrame } from '@anodec/core';
import { expect, test } from 'vitest';
import { analyseAttacks } from './analyse-attacks.js';
import { attackDurations } from './durations.js';

interface Facts {
  readonly runs: readonly (readonly [first: string, last: string])[];
  readonly attacks: readonly {
    readonly attack: number;
    readonly date: string;
    readonly start: string;
    readonly end: string | null;
    readonly points: string;
  }[];
}

const facts = JSON.parse(
  readFileSync(new URL('../../../../test/fixtures/swat-labels.json', import.meta.url), 'utf8'),
) as Facts;

const timeOf = (text: string) => Date.parse(`${text.replace(' ', 'T')}Z`);
const START = timeOf('2015-12-28 10:00:00');
const SECONDS = 450_000;

const attacks = facts.attacks.flatMap(({ attack, date, start, end, points }): Attack[] => {
  if (end === null) return [];
  return [
    {
      name: `Attack ${attack}`,
      start: timeOf(`${date} ${start}`),
      end: timeOf(`${date} ${end}`),
      channels: points.split(';').map((point) => point.replaceAll(/[^A-Z0-9]/g, '')),
      leavesTrace: true,
    },
  ];
});

const spans = facts.runs.map(([first, last]) => [timeOf(first), timeOf(last)] as const);

/** A second for each row, labelled as the real recording is, without its 81 missing seconds. */
const frame = createFrame({
  values: new Float32Array(SECONDS),
  channels: ['MV101'],
  timestamps: Float64Array.from({ length: SECONDS }, (_, t) => START + 1000 * t),
  labels: Uint8Array.from({ length: SECONDS }, (_, t) => labelAt(START + 1000 * t)),
});

function labelAt(time: number): number {
  return Number(spans.some(([first, last]) => first <= time && time <= last));
}

const analysis = analyseAttacks(attacks, frame);

test('describes the lengths of the 36 attacks as published, and as the original would have', () => {
  expect(attackDurations(attacks)).toMatchObject({
    count: 36,
    shortest: 100,
    median: 442.5,
    ninetyPercent: 1307,
    longest: 34_208,
    total: 53_850,
  });
  // the original's date filter lost those from 37 on
  const kept = attacks.filter(({ name }) => Number(name.slice(7)) < 37);
  expect(attackDurations(kept)).toMatchObject({ median: 443, ninetyPercent: 1170, total: 50_732 });
  const { counts } = attackDurations(attacks).histogram;
  expect(counts).toHaveLength(400);
  expect(counts.reduce((sum, n) => sum + n)).toBe(36);
});

test('names the label run of 06:30, which no listed attack has, and the slip behind it', () => {
  expect(analysis.runs).toHaveLength(35);
  const [slip, ...others] = analysis.unlistedRuns;
  expect(others).toEqual([]);
  expect(slip).toMatchObject({
    from: timeOf('2015-12-29 06:30:00'),
    to: timeOf('2015-12-29 06:42:00'),
    guess: 'begins 12 h before Attack 21, and is exactly as long',
  });
});

test('joins runs that cover two attacks, and says how late a run ends', () => {
  expect(analysis.runs[7].attacks).toEqual(['Attack 10', 'Attack 11']);
  expect(analysis.runs[21].attacks).toEqual(['Attack 27', 'Attack 28']);
  expect(analysis.runs[34]).toMatchObject({
    attacks: ['Attack 41'],
    late: { start: 0, end: 15_000 },
  });
});

test('counts the labelled rows of each attack, and names points without a channel', () => {
  expect(analysis.listed[0]).toMatchObject({ rows: 940, labelledRows: 940, unknownChannels: [] });
  expect(analysis.listed[3].unknownChannels).toEqual(['MV504']);
  expect(analysis.unlabelledAttacks).toEqual([]);
  expect(analysis.unrecordedAttacks).toEqual([]);
});

test('names attacks that no label marks, and those outside the recording', () => {
  const early = { ...attacks[0], name: 'before', start: START - 9000, end: START - 5000 };
  const quiet = { ...attacks[0], name: 'quiet', start: START + 1000, end: START + 4000 };
  const found = analyseAttacks([early, quiet], frame);
  expect(found.unrecordedAttacks.map(({ attack }) => attack.name)).toEqual(['before']);
  expect(found.unlabelledAttacks.map(({ attack }) => attack.name)).toEqual(['quiet']);
});

test('matches a run that begins after its attack and ends before it, and says by how much', () => {
  const wide = { ...attacks[0], start: attacks[0].start - 20_000, end: attacks[0].end + 5000 };
  const { runs, listed } = analyseAttacks([wide], frame);
  expect(runs[0]).toMatchObject({ attacks: ['Attack 1'], late: { start: 20_000, end: -5000 } });
  expect(listed[0]).toMatchObject({ rows: 965, labelledRows: 940, runs: [0] });
});

test('makes nothing of missing labels', () => {
  const { labels: _labels, ...parts } = frame;
  const found = analyseAttacks(attacks, createFrame(parts));
  expect(found).toMatchObject({ runs: [], unlistedRuns: [], unlabelledAttacks: [] });
});

test('has no lengths where there is no attack', () => {
  expect(() => attackDurations([])).toThrow('There must be an attack with a start and an end');
});
