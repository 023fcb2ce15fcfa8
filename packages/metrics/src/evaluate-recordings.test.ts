/** Several recordings together: sums, and nothing that reaches from one into the next. */
import { createFrame } from '@anodec/core';
import { expect, test } from 'vitest';
import { evaluate, evaluateRecordings } from './evaluate.js';
import { attackAt, dayOf, detectionOf, MINUTE, T } from './evaluation.fixture.js';
import { headline } from './headline.js';

const one = {
  name: 'Monday',
  frame: dayOf(),
  detection: detectionOf([105, 130], [900, 910]),
  attacks: [attackAt('Attack 1', 100, 119)],
};
const two = {
  name: 'Tuesday',
  frame: dayOf(),
  detection: detectionOf([0, 5], [290, 303]),
  attacks: [attackAt('Attack 1', 300, 309), attackAt('Attack 2', 500, 509)],
};

test('sums attacks, alarms, rows and recorded time', () => {
  const evaluation = evaluateRecordings([one, two]);
  const { events, metrics, recorded, points } = evaluation;
  expect(recorded).toEqual({ value: 2, unit: 'day' });
  expect(events[0]).toMatchObject({ attacks: 3, caught: 2, detectedDuringEarlierAlarm: 1 });
  expect(events[0]).toMatchObject({ alarms: 4, trueAlarms: 2, falseAlarms: 2 });
  expect(metrics).toMatchObject({ falseAlarmRate: 1, medianDelay: 6 * MINUTE });
  expect(evaluation).toMatchObject({ rows: 2 * T, attackRows: 40, alarmedRows: 53 });
  // 15 of attack 1 of Monday, 3 of attack 1 of Tuesday
  expect(points).toMatchObject({ truePositives: 18, falsePositives: 35, falseNegatives: 22 });
});

test('does not let the last alarm of a recording excuse or precede what the next one begins with', () => {
  const late = {
    ...one,
    detection: detectionOf([T - 2, T]),
    attacks: [attackAt('A', T - 2, T - 1)],
  };
  const early = { ...two, detection: detectionOf([0, 5]), attacks: [attackAt('B', 3, 9)] };
  const { attacks, alarms } = evaluateRecordings([late, { ...early, attacks: [] }]);
  expect(attacks.map(({ delay }) => delay)).toEqual([MINUTE]);
  expect(alarms.map(({ meaning }) => meaning)).toEqual(['attack', 'false']); // no recovery from A
  expect(evaluateRecordings([late, early]).attacks[1].duringEarlierAlarm).toBe(true); // its own alarm
});

test('has a line for each recording, and names the recording of alarms and attacks', () => {
  const { recordings, attacks, alarms } = evaluateRecordings([one, two]);
  expect(recordings).toMatchObject([
    { name: 'Monday', rows: T, attacks: 1, caught: 1, falseAlarms: 1 },
    { name: 'Tuesday', rows: T, attacks: 2, caught: 1, falseAlarms: 1 },
  ]);
  expect(attacks.map(({ recording }) => recording)).toEqual(['Monday', 'Tuesday', 'Tuesday']);
  expect(alarms.map(({ recording }) => recording)).toEqual([
    'Monday',
    'Monday',
    'Tuesday',
    'Tuesday',
  ]);
});

test('gives for a single recording what evaluate gives', () => {
  const { frame, detection, attacks } = one;
  expect(evaluateRecordings([{ frame, detection, attacks }])).toEqual(
    evaluate(detection, frame, { attacks }),
  );
});

test('adds the reasons of rows without a score, those of a recording without reasons too', () => {
  const detection = { ...one.detection, score: one.detection.score.slice() };
  detection.score.fill(NaN, 0, 4);
  const known = { ...one, detection, unscored: [{ reason: 'a gap', rows: 4 }] };
  const { unscoredRows, unscored } = evaluateRecordings([known, { ...two, detection }]);
  expect(unscoredRows).toBe(8);
  expect(unscored).toEqual([
    { reason: 'a gap', rows: 4 },
    { reason: 'reason not recorded', rows: 4 },
  ]);
});

test('refuses recordings that differ in clock or threshold, and none at all', () => {
  const rows = createFrame({ values: new Float32Array(2 * T), channels: ['a', 'b'] });
  expect(() => evaluateRecordings([one, { ...two, frame: rows }])).toThrow(
    'must have the same clock, got elapsed and rows',
  );
  const threshold = { ...two.detection.threshold, value: 1.5 };
  const other = { ...two, detection: { ...two.detection, threshold } };
  expect(() => evaluateRecordings([one, other])).toThrow('same threshold, got 1 and 1.5');
  expect(() => evaluateRecordings([])).toThrow('at least one recording, got none');
});

test('has a headline that counts strictly first and leniently beside it', () => {
  const recovering = { ...one, detection: detectionOf([105, 130], [140, 145], [900, 910]) };
  expect(headline(evaluateRecordings([recovering, two]))).toEqual({
    knowledge: 'attacks',
    attacks: 3,
    caught: 2,
    detectedDuringEarlierAlarm: 1,
    medianDelay: 6 * MINUTE,
    alarms: 5,
    per: 'day',
    strict: { recovery: '0', falseAlarms: 3, rate: 1.5 },
    lenient: { recovery: '30 min', falseAlarms: 2, rate: 1 },
  });
});

test('has a headline without false alarms where nothing is known about attacks', () => {
  const { strict, knowledge, alarms } = headline(evaluate(detectionOf([100, 120]), dayOf()));
  expect({ strict, knowledge, alarms }).toEqual({
    strict: { recovery: '0', falseAlarms: null, rate: null },
    knowledge: 'unknown',
    alarms: 1,
  });
});
