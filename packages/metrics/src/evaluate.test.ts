/** One day of minutes whose every number can be checked in the head. */
import { createFrame, UNKNOWN_LABEL } from '@anodec/core';
import { expect, test } from 'vitest';
import { attacksFromLabels, placeAttacks } from './attacks.js';
import { evaluate } from './evaluate.js';
import { attackAt, dayOf, detectionOf, MINUTE, T } from './evaluation.fixture.js';

const ATTACKS = [
  attackAt('Attack 1', 100, 119),
  attackAt('Attack 2', 300, 309),
  attackAt('Attack 3', 500, 509, false),
  attackAt('Attack 4', 2000, 2010),
];

test('counts what is caught, false, in recovery and without an effect', () => {
  // overlaps attack 1 from its sixth minute; 20 min after attack 1; attack 3; nothing
  const detection = detectionOf([105, 130], [140, 145], [502, 504], [900, 910]);
  const evaluation = evaluate(detection, dayOf(), { attacks: ATTACKS });
  const { events, attacks, traceless, outside, alarms, metrics } = evaluation;
  expect(events[0]).toMatchObject({ recovery: '0', attacks: 2, caught: 1, alarms: 4 });
  expect(events[0]).toMatchObject({ trueAlarms: 1, falseAlarms: 2 });
  expect(events[0].metrics).toMatchObject({ falseAlarmRate: 2, eventPrecision: 1 / 3 });
  expect(evaluation.recorded).toEqual({ value: 1, unit: 'day' });
  expect(events[1]).toMatchObject({ recovery: '30 min', falseAlarms: 1 });
  expect(events[1].metrics).toMatchObject({ falseAlarmRate: 1, eventPrecision: 0.5 });
  expect(events[1].metrics.eventF1).toBeCloseTo(0.5, 12);
  expect(metrics).toMatchObject({ detectedAttacks: 1, alarms: 4, falseAlarmRate: 2 });
  expect(metrics).toMatchObject({ eventRecall: 0.5, timeInAlarm: 42 / T, channelHitRate: 1 });
  expect(attacks.map(({ caught }) => caught)).toEqual([true, false]);
  expect(attacks[0]).toMatchObject({ covered: 0.75, named: true });
  expect(attacks[0].top).toEqual([
    { channel: 'b', share: 0.75 },
    { channel: 'a', share: 0.25 },
  ]);
  expect(traceless.map(({ attack, caught }) => [attack.name, caught])).toEqual([
    ['Attack 3', true],
  ]);
  expect(outside).toEqual(['Attack 4']);
  const met = alarms.map((alarm) => [alarm.meaning, ...alarm.attacks]);
  expect(met).toEqual([
    ['attack', 'Attack 1'],
    ['recovery', 'Attack 1'],
    ['traceless', 'Attack 3'],
    ['false'],
  ]);
});

test('counts delay up to the moment at which the first row of the alarm is complete', () => {
  const { attacks, metrics } = evaluate(detectionOf([105, 130], [300, 301]), dayOf(), {
    attacks: ATTACKS,
  });
  // row 105 covers 105:00 to 105:59, so it can be scored 6 minutes after minute 100
  expect(attacks.map(({ delay }) => delay)).toEqual([6 * MINUTE, 1 * MINUTE]);
  expect(metrics.medianDelay).toBe(3.5 * MINUTE);
  expect(metrics.delay90).toBeCloseTo(5.5 * MINUTE, 6);
});

test('counts delay in rows where there is no clock, the first row included', () => {
  const frame = createFrame({ values: new Float32Array(T * 2), channels: ['a', 'b'] });
  const attack = { ...attackAt('Attack 1', 0, 0), start: 100, end: 119 };
  const { attacks } = evaluate(detectionOf([105, 130]), frame, { attacks: [attack] });
  expect(attacks[0].delay).toBe(6);
});

test('gives an attack that begins between two rows the delay to the end of its row', () => {
  const attacks = [attackAt('Attack 1', 100.5, 103)];
  const evaluation = evaluate(detectionOf([100, 130]), dayOf(), { attacks });
  expect(evaluation.attacks[0]).toMatchObject({ duringEarlierAlarm: false, delay: 0.5 * MINUTE });
});

test('counts an attack that begins during an earlier alarm, but gives it no delay', () => {
  // the first alarm is on before attack 1 begins, the second is attack 2's own, from its third row
  const detection = detectionOf([90, 105], [302, 305]);
  const { attacks, events, metrics } = evaluate(detection, dayOf(), { attacks: ATTACKS });
  expect(attacks[0]).toMatchObject({ caught: true, duringEarlierAlarm: true, delay: null });
  expect(attacks[1]).toMatchObject({ caught: true, duringEarlierAlarm: false });
  expect(events[0]).toMatchObject({ caught: 2, detectedDuringEarlierAlarm: 1 });
  expect(metrics).toMatchObject({ detectedDuringEarlierAlarm: 1, medianDelay: 3 * MINUTE });
});

test('takes an alarm shortly before an attack as its own, as its start may be listed late', () => {
  const flags = (options: object, ...alarmed: [number, number][]) =>
    evaluate(detectionOf(...alarmed), dayOf(), { attacks: ATTACKS, ...options }).attacks.map(
      ({ duringEarlierAlarm, delay }) => (duringEarlierAlarm ? 'earlier' : delay),
    );
  // a minute before attack 1, complete as it begins; two minutes before attack 2
  expect(flags({}, [99, 105], [298, 305])).toEqual([0, 'earlier']);
  expect(flags({ onsetTolerance: '2min' }, [99, 105], [298, 305])).toEqual([0, 0]);
  expect(flags({ onsetTolerance: 0 }, [99, 105], [298, 305])).toEqual(['earlier', 'earlier']);
});

test('takes an alarm for an attack as an earlier one for the next, however soon that begins', () => {
  const next = attackAt('Attack 2', 110, 119);
  const attacks = [attackAt('Attack 1', 100, 105, false), next];
  const { attacks: results } = evaluate(detectionOf([104, 107], [109, 112]), dayOf(), { attacks });
  expect(results[0]).toMatchObject({ duringEarlierAlarm: false, delay: 0 });
  const long = evaluate(detectionOf([105, 112]), dayOf(), { attacks, onsetTolerance: '1h' });
  expect(long.attacks[0]).toMatchObject({ duringEarlierAlarm: true, delay: null });
});

test('takes the runs of the labels where no attacks are listed', () => {
  const labels = new Uint8Array(T).fill(1, 10, 20).fill(1, 30, 31);
  const runs = attacksFromLabels(dayOf(labels));
  expect(runs.map(({ name, start, end }) => [name, start / MINUTE, end / MINUTE])).toEqual([
    ['Run 1', 10, 19],
    ['Run 2', 30, 30],
  ]);
  const { events, points, knowledge, knownFrom } = evaluate(detectionOf([15, 25]), dayOf(labels));
  expect({ knowledge, knownFrom }).toEqual({ knowledge: 'attacks', knownFrom: 'labels' });
  expect(events[0]).toMatchObject({ attacks: 2, caught: 1 });
  expect(points).toMatchObject({ truePositives: 5, falsePositives: 5, falseNegatives: 6 });
});

test('counts rows without a score, with reasons, and leaves them out of point-wise metrics', () => {
  const labels = new Uint8Array(T).fill(1, 0, 20);
  const detection = detectionOf([10, 20]);
  detection.score.fill(NaN, 0, 10);
  const unscored = [{ reason: 'no window without a gap', rows: 7 }];
  const evaluation = evaluate(detection, dayOf(labels), { unscored });
  const { rows, scoredRows, unscoredRows, evaluatedRows, attackRows, alarmedRows } = evaluation;
  expect([rows, scoredRows, unscoredRows, evaluatedRows]).toEqual([T, T - 10, 10, T - 10]);
  expect([attackRows, alarmedRows]).toEqual([10, 10]);
  expect(evaluation.unscored).toEqual([...unscored, { reason: 'reason not recorded', rows: 3 }]);
  expect(evaluation.metrics).toMatchObject({ precision: 1, recall: 1 });
  const everyRow = evaluation.floors.find(({ key }) => key === 'everyRow');
  expect(everyRow?.metrics.precision?.mean).toBeCloseTo(10 / (T - 10), 12);
});

test('refuses reasons for more rows than lack a score', () => {
  const unscored = [{ reason: 'a gap', rows: 1 }];
  expect(() => evaluate(detectionOf(), dayOf(), { unscored })).toThrow(
    'at most the 0 rows of recording 1 without a score, got reasons for 1',
  );
});

test('leaves rows with an unknown label out of the metrics, and counts them', () => {
  const labels = new Uint8Array(T).fill(1, 10, 20).fill(UNKNOWN_LABEL, 20, 740);
  // the second alarm lies within unknown rows, the third only begins there
  const detection = detectionOf([15, 18], [100, 110], [730, 750]);
  const { alarms, events, points, ...counts } = evaluate(detection, dayOf(labels));
  expect(counts).toMatchObject({ unknownLabelRows: 720, evaluatedRows: 720, attackRows: 10 });
  expect(points).toMatchObject({ truePositives: 3, falsePositives: 10, trueNegatives: 700 });
  expect(alarms.map(({ meaning }) => meaning)).toEqual(['attack', 'unknown', 'false']);
  expect(events[0]).toMatchObject({ attacks: 1, caught: 1, falseAlarms: 1 });
  expect(events[0].metrics.falseAlarmRate).toBe(2); // half a day has known labels
});

test('knows from labels that are all normal that every alarm is false', () => {
  const evaluation = evaluate(detectionOf([100, 120], [200, 201]), dayOf(new Uint8Array(T)));
  expect(evaluation).toMatchObject({ knowledge: 'noAttacks', knownFrom: 'labels', points: null });
  expect(evaluation.alarms.map(({ meaning }) => meaning)).toEqual(['false', 'false']);
  expect(evaluation.metrics).toMatchObject({ falseAlarmRate: 2, detectedAttacks: null, f1: null });
});

test('counts no alarm as false where nothing is known', () => {
  const evaluation = evaluate(detectionOf([100, 120]), dayOf());
  expect(evaluation).toMatchObject({ knowledge: 'unknown', points: null, floors: [] });
  expect(evaluation.alarms[0].meaning).toBe('unknown');
  expect(evaluation.events[0].falseAlarms).toBe(0);
  expect(evaluation.metrics).toMatchObject({ alarms: 1, falseAlarmRate: null });
});

test('leaves the rows of the longest attack out of the second set of metrics', () => {
  const { metrics, withoutLongest } = evaluate(detectionOf([100, 120]), dayOf(), {
    attacks: ATTACKS,
  });
  expect(metrics.recall).toBeCloseTo(20 / 40, 12);
  expect(withoutLongest).toMatchObject({ longest: 'Attack 1', metrics: { recall: 0 } });
  expect(withoutLongest?.evaluatedRows).toBe(T - 20);
});

test('gives rates for 1,000 rows where there is no clock', () => {
  const labels = new Uint8Array(T);
  const frame = createFrame({ values: new Float32Array(T * 2), channels: ['a', 'b'], labels });
  const { events, recorded } = evaluate(detectionOf([100, 120]), frame);
  expect(recorded).toEqual({ value: 1.44, unit: '1,000 rows' });
  expect(events[0].metrics.falseAlarmRate).toBeCloseTo(1 / 1.44, 12);
  expect(events[1].recovery).toBe('30 rows');
});

test('always counts without any recovery first', () => {
  const detection = detectionOf([105, 130], [140, 145]);
  const { events } = evaluate(detection, dayOf(), { attacks: ATTACKS, recoveries: ['1h', 5] });
  expect(events.map(({ recovery, falseAlarms }) => [recovery, falseAlarms])).toEqual([
    ['0', 1],
    ['1 h', 0],
    ['5 rows', 1],
  ]);
});

test('places an attack that begins between two rows in the earlier one', () => {
  const [{ rows }] = placeAttacks(dayOf(), [attackAt('Attack 1', 100.5, 103.5)]);
  expect(rows).toEqual({ start: 100, end: 104 });
});

test('is plain data', () => {
  const evaluation = evaluate(detectionOf([105, 130]), dayOf(), { attacks: ATTACKS });
  expect(JSON.parse(JSON.stringify(evaluation))).toEqual(evaluation);
});
