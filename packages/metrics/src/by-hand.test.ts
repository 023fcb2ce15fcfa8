/** The metrics that compare intervals, on cases that can be checked in the head or were published. */
import { expect, test } from 'vitest';
import { adjustedF1, adjustedF1Area } from './adjusted.js';
import { affiliationOf } from './affiliation.js';
import { NAB_PROFILES, nabScore } from './nab.js';
import { matthewsCorrelation } from './pointwise.js';
import { rangeAreas } from './range-areas.js';
import { rangeReward } from './range-based.js';
import { flagged, rowsOf } from './rows.fixture.js';
import { alarmRuns, attackRuns } from './runs.js';
import { enhancedTimeAwareOf, timeAwareOf } from './time-aware.js';

const rows = (labels: string, alarmed: string, starts?: number[]) =>
  rowsOf({ labels: flagged(labels), alarmed: flagged(alarmed), ...(starts && { starts }) });

test('rewards an attack that two alarms share by half of what they cover', () => {
  const both = rows('..####....', '..#..#.##.');
  // half of the four rows, in two pieces; of the three alarms two lie in the attack
  expect(rangeReward(attackRuns(both), alarmRuns(both))).toBe(0.25);
  expect(rangeReward(alarmRuns(both), attackRuns(both))).toBeCloseTo(2 / 3, 12);
  // weights 4, 3, 2, 1: the first and the last are 5 of 10
  expect(rangeReward(attackRuns(both), alarmRuns(both), { bias: 'front' })).toBe(0.25);
  const early = rows('####', '##..');
  expect(rangeReward(attackRuns(early), alarmRuns(early), { bias: 'front' })).toBe(0.7);
  expect(rangeReward(attackRuns(early), alarmRuns(early), { bias: 'back' })).toBe(0.3);
});

test('gives the affiliation of an alarm next to an attack', () => {
  // zone 0 to 10, attack 4 to 6, alarm 6 to 7: a random time is d or farther with 1 - (2 + 2 d) / 10
  const beside = affiliationOf(rows('....##....', '......#...'));
  expect(beside.precision).toBeCloseTo(1 - (2 + 1) / 10, 12);
  // from y in 4 to 6 the alarm is 6 - y away, and 1 - 2 (6 - y) / 10 of the time is farther
  expect(beside.recall).toBeCloseTo(1 - 2 / 10, 12);
});

test('gives alarms in a recording without an attack no affiliation', () => {
  const apart = affiliationOf(rows('.##.......', '.##...####', [0, 5]));
  expect(apart).toEqual({ precision: 1, recall: 1 });
});

test('weighs detection and coverage as TaPR', () => {
  // of two attacks one is covered by three quarters; the alarm lies in it by three of four rows
  const { precision, recall } = timeAwareOf(rows('.####...##..', '..####......'));
  expect(recall).toBeCloseTo(0.8 / 2 + 0.2 * (0.75 / 2), 12);
  expect(precision).toBeCloseTo(0.8 + 0.2 * 0.75, 12);
});

test('gives the values that faster-eTaPR publishes for its example', () => {
  const example = rowsOf({
    labels: [0, 1, 1, 0, 0, 1, 1, 1, 0, 0, 1, 1, 1, 1, 1, 0, 1],
    alarmed: [0, 1, 0, 1, 1, 0, 0, 1, 1, 1, 0, 1, 1, 1, 0, 0, 0],
  });
  const { precision, recall } = enhancedTimeAwareOf(example);
  expect(recall).toBeCloseTo(0.3875, 12);
  expect(precision).toBeCloseTo(0.46476766302377037, 12);
  expect(adjustedF1(example, 0)).toBeCloseTo(0.8, 9);
});

test('adjusts an attack of which more than K % is flagged', () => {
  // one of four attack rows and one normal row are flagged
  const quarter = rows('####....', '#...#...');
  expect(adjustedF1(quarter, 0)).toBeCloseTo(8 / 9, 12);
  expect(adjustedF1(quarter, 24)).toBeCloseTo(8 / 9, 12);
  expect(adjustedF1(quarter, 25)).toBeCloseTo(2 / 6, 12);
  // 24 steps at 8/9, 75 at 1/3, and one from the first to the second
  const area = 0.24 * (8 / 9) + 0.75 / 3 + (0.01 * (8 / 9 + 1 / 3)) / 2;
  expect(adjustedF1Area(quarter)).toBeCloseTo(area, 12);
});

test('scores detections as NAB', () => {
  const sigmoid = (x: number) => 2 / (1 + Math.exp(5 * x)) - 1;
  // detected in the middle of three rows; one row of a false alarm two window lengths after the last
  const detected = rows('.###.......', '..#.....#..');
  const best = sigmoid(-1);
  const raw = sigmoid(-0.5) + 0.11 * sigmoid(5 / 2);
  expect(nabScore(detected, NAB_PROFILES.standard)).toBeCloseTo((100 * (raw + 1)) / (best + 1), 9);
  expect(nabScore(rows('.###....', '........'), NAB_PROFILES.standard)).toBe(0);
  expect(nabScore(rows('.###....', '.###....'), NAB_PROFILES.rewardLowFalseNegatives)).toBe(100);
  // an alarm before any attack of its recording costs a whole row, also after one of another recording
  const other = rows('.###......##', '.###.....#..', [0, 8]);
  expect(nabScore(other, NAB_PROFILES.standard)).toBeCloseTo(
    (100 * (best + 2 - 1 - 0.11)) / (2 * best + 2),
    9,
  );
});

test('correlates flags and labels, and knows no correlation with a constant', () => {
  const counts = { truePositives: 2, falsePositives: 1, falseNegatives: 1, trueNegatives: 2 };
  expect(matthewsCorrelation(counts)).toBeCloseTo((4 - 1) / 9, 12);
  const none = { ...counts, truePositives: 0, falsePositives: 0 };
  expect(matthewsCorrelation(none)).toBeNull();
});

test('gives perfect scores volumes of 1, and scores of a single class none', () => {
  const perfect = rowsOf({ labels: flagged('...###......#....') });
  const areas = rangeAreas(perfect, 6);
  for (const area of [areas?.range.roc, areas?.range.pr, areas?.volume.roc, areas?.volume.pr]) {
    expect(area).toBeCloseTo(1, 12);
  }
  expect(rangeAreas(rowsOf({ labels: [0, 0, 0], scores: [1, 2, 3] }))).toBeNull();
  expect(rangeAreas(rowsOf({ labels: [1, 1, 1], scores: [1, 2, 3] }))).toBeNull();
});

test('does not extend an attack at the end of a recording into the next', () => {
  const labels = flagged('....####....');
  const scores = [0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 0, 0];
  const areas = (starts: number[]) => rangeAreas(rowsOf({ labels, scores, starts }), 4);
  expect(areas([0, 8])?.volume.pr).toBeLessThan(areas([0])?.volume.pr ?? 0);
});
