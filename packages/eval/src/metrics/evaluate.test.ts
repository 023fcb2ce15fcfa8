import { type Attack, createFrame, type TimeSeriesFrame } from '@anodec/core';
import { expect, test } from 'vitest';
import type { Detection } from '../alarm-policy.js';
import { rankChannels, type Alarm } from '../alarms.js';
import { attacksFromLabels, placeAttacks } from './attacks.js';
import { evaluate } from './evaluate.js';

const MINUTE = 60_000;
const T = 1440; // a day of minutes

function dayOf(labels?: Uint8Array): TimeSeriesFrame {
  const timestamps = Float64Array.from({ length: T }, (_, t) => t * MINUTE);
  const values = new Float32Array(T * 2);
  return createFrame({ values, channels: ['a', 'b'], timestamps, clock: 'elapsed', labels });
}

function attackAt(name: string, start: number, end: number, leavesTrace = true): Attack {
  return { name, start: start * MINUTE, end: end * MINUTE, channels: ['b'], leavesTrace };
}

/** Score 2 in the alarmed rows, 0 elsewhere; channel b explains three quarters of it. */
function verdictOf(...alarmed: [number, number][]): Detection {
  const frame = dayOf();
  const score = new Float32Array(T);
  for (const [start, end] of alarmed) score.fill(2, start, end);
  const channelScores = Float32Array.from({ length: 2 * T }, (_, i) => (i % 2 === 0 ? 1 : 3));
  const alarms = alarmed.map(([start, end]): Alarm => {
    const rows = { start, end };
    const [first, last] = [frame.timestamps[start], frame.timestamps[end - 1]];
    const peak = { row: start, time: first, value: 2 };
    const channels = rankChannels(channelScores, frame.channels, rows);
    const lasts = last - first + MINUTE;
    return { rows, start: first, end: last, lasts, peak, mean: 2, channels };
  });
  const threshold = {
    sawLabels: false,
    kind: 'max',
    value: 1,
    rule: 'by hand',
    scores: 1,
  } as const;
  return { score, channelScores, alarms, threshold, attenuated: [] };
}

const ATTACKS = [
  attackAt('Attack 1', 100, 119),
  attackAt('Attack 2', 300, 309),
  attackAt('Attack 3', 500, 509, false),
  attackAt('Attack 4', 2000, 2010),
];

test('counts what is caught, false, in recovery and without a trace', () => {
  // meets attack 1 from its fifth minute; 20 min after attack 1; attack 3; nothing
  const verdict = verdictOf([105, 130], [140, 145], [502, 504], [900, 910]);
  const { events, attacks, traceless, outside, alarms } = evaluate(verdict, dayOf(), {
    attacks: ATTACKS,
  });
  expect(events[0]).toMatchObject({ recovery: '0', attacks: 2, caught: 1, alarms: 4 });
  expect(events[0]).toMatchObject({ trueAlarms: 1, falseAlarms: 2, precision: 1 / 3, recall: 0.5 });
  expect(events[0].falseAlarmRate).toEqual({ value: 2, per: 'day' });
  expect(events[0].delay).toEqual({ median: 5 * MINUTE, p90: 5 * MINUTE });
  expect(events[1]).toMatchObject({ recovery: '30 min', falseAlarms: 1, precision: 0.5 });
  expect(events[1].f1).toBeCloseTo(0.5, 12);
  expect(attacks.map(({ caught }) => caught)).toEqual([true, false]);
  expect(attacks[0]).toMatchObject({ covered: 0.75, named: true, delay: 5 * MINUTE });
  expect(attacks[0].top).toEqual([
    { channel: 'b', share: 0.75 },
    { channel: 'a', share: 0.25 },
  ]);
  expect(traceless.map(({ attack, caught }) => [attack.name, caught])).toEqual([
    ['Attack 3', true],
  ]);
  expect(outside).toEqual(['Attack 4']);
  expect(alarms.map(({ meaning }) => meaning)).toEqual([
    'attack',
    'recovery',
    'traceless',
    'false',
  ]);
  expect(alarms.map((alarm) => alarm.attacks)).toEqual([
    ['Attack 1'],
    ['Attack 1'],
    ['Attack 3'],
    [],
  ]);
});

test('takes the runs of the labels where no attacks are listed', () => {
  const labels = new Uint8Array(T).fill(1, 10, 20).fill(1, 30, 31);
  const runs = attacksFromLabels(dayOf(labels));
  expect(runs.map(({ name, start, end }) => [name, start / MINUTE, end / MINUTE])).toEqual([
    ['Run 1', 10, 19],
    ['Run 2', 30, 30],
  ]);
  const { events, points } = evaluate(verdictOf([15, 25]), dayOf(labels));
  expect(events[0]).toMatchObject({ attacks: 2, caught: 1 });
  expect(points?.atThreshold).toMatchObject({
    truePositives: 5,
    falsePositives: 5,
    falseNegatives: 6,
  });
});

test('leaves rows without a score out of point-wise figures, and counts them', () => {
  const labels = new Uint8Array(T).fill(1, 0, 20);
  const verdict = verdictOf([10, 20]);
  verdict.score.fill(NaN, 0, 10);
  const { rows, points, flagEverything } = evaluate(verdict, dayOf(labels));
  expect(rows).toEqual({ total: T, scored: T - 10, attack: 10, alarmed: 10 });
  expect(points?.atThreshold).toMatchObject({ precision: 1, recall: 1 });
  expect(flagEverything?.precision).toBeCloseTo(10 / (T - 10), 12);
});

test('leaves the rows of the longest attack out of the second set of figures', () => {
  const verdict = verdictOf([100, 120]);
  const { points, withoutLongest } = evaluate(verdict, dayOf(), { attacks: ATTACKS });
  expect(points?.atThreshold.recall).toBeCloseTo(20 / 40, 12);
  expect(withoutLongest).toMatchObject({ longest: 'Attack 1', atThreshold: { recall: 0 } });
});

test('tells nothing about right and false where nothing is known', () => {
  const evaluation = evaluate(verdictOf([100, 120]), dayOf());
  expect(evaluation.points).toBeNull();
  expect(evaluation.random).toBeNull();
  expect(evaluation.alarms[0].meaning).toBe('unknown');
});

test('gives rates for 1,000 rows where there is no clock', () => {
  const values = new Float32Array(T * 2);
  const frame = createFrame({ values, channels: ['a', 'b'] });
  const { events } = evaluate(verdictOf([100, 120]), frame);
  expect(events[0].falseAlarmRate.per).toBe('1,000 rows');
  expect(events[0].falseAlarmRate.value).toBeCloseTo(1 / 1.44, 12);
  expect(events[1].recovery).toBe('30 rows');
});

test('places an attack that begins between two rows in the earlier one', () => {
  const [{ rows }] = placeAttacks(dayOf(), [attackAt('Attack 1', 100.5, 103.5)]);
  expect(rows).toEqual({ start: 100, end: 104 });
});

test('is plain data', () => {
  const evaluation = evaluate(verdictOf([105, 130]), dayOf(), { attacks: ATTACKS });
  expect(JSON.parse(JSON.stringify(evaluation))).toEqual(evaluation);
});
