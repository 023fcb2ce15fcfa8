/** What paired tests are made of and what they say, over recordings that can be checked in the head. */
import { createFrame } from '@anodec/core';
import { expect, test } from 'vitest';
import { evaluateRecordings } from '../evaluate.js';
import type { TestRecording } from '../recording.js';
import { blocksOf, detectorOutcome } from './block-outcomes.js';
import { comparePaired, correctTests } from './paired-comparison.js';

/** `count` attacks of 10 rows, one each 100 rows. */
function recording(count: number, alarmed: readonly (readonly [number, number])[]): TestRecording {
  const T = 100 * count;
  const labels = Uint8Array.from({ length: T }, (_, t) => (t % 100 >= 50 && t % 100 < 60 ? 1 : 0));
  const frame = createFrame({
    values: new Float32Array(T),
    channels: ['A'],
    timestamps: Float64Array.from({ length: T }, (_, t) => t),
    clock: 'rows',
    labels,
  });
  const score = new Float32Array(T);
  for (const [start, end] of alarmed) score.fill(2, start, end);
  const alarms = alarmed.map(([start, end]) => ({
    rows: { start, end },
    start,
    end: end - 1,
    lasts: end - start,
    peak: { row: start, time: start, value: 2 },
    mean: 2,
    channels: [],
  }));
  const threshold = { sawLabels: false, kind: 'max', value: 1, rule: '', scores: 1 } as const;
  return { frame, detection: { score, alarms, threshold } };
}

test('blocks are cut half way between attacks and hold every row once', () => {
  const attacks = [
    { start: 20, end: 30 },
    { start: 50, end: 60 },
    { start: 55, end: 70 },
  ];
  expect(blocksOf(100, attacks)).toEqual([
    { start: 0, end: 40 },
    { start: 40, end: 100 },
  ]);
  expect(blocksOf(10, [])).toEqual([{ start: 0, end: 10 }]);
});

test('outcomes of blocks and attacks add up to the metrics of the evaluation', () => {
  const one = recording(3, [
    [55, 65], // half of attack 1, half behind it
    [120, 130], // no attack
    [240, 260], // attack 3 from ten rows before it
  ]);
  const { blocks, attacks } = detectorOutcome([one]);
  expect(blocks).toEqual([
    { truePositives: 5, falsePositives: 5, falseNegatives: 5, falseAlarms: 0 },
    { truePositives: 0, falsePositives: 10, falseNegatives: 10, falseAlarms: 1 },
    { truePositives: 10, falsePositives: 10, falseNegatives: 0, falseAlarms: 0 },
  ]);
  expect(attacks.map(({ detected, covered }) => [detected, covered])).toEqual([
    [true, 0.5],
    [false, 0],
    [true, 1],
  ]);
  const outcome = detectorOutcome([one]);
  const compared = comparePaired([outcome], [outcome]);
  const { metrics } = evaluateRecordings([one], { draws: 1 });
  const byKey = Object.fromEntries(compared.map((row) => [row.key, row]));
  expect(byKey.f1.first).toBeCloseTo(metrics.f1 ?? NaN, 12);
  expect(byKey.detected.first).toBeCloseTo(2 / 3, 12);
  expect(byKey.falseAlarms.first).toBe(1);
  expect(compared.map(({ p }) => p)).toEqual([1, 1, 1, 1]); // a detector does not differ from itself
});

test('a detector that is ahead on each of ten attacks is found to be, one on three attacks cannot be', () => {
  const hits = (count: number, length: number) =>
    Array.from({ length: count }, (_, i) => [100 * i + 50, 100 * i + 50 + length] as const);
  const compare = (count: number) =>
    correctTests(
      comparePaired(
        [detectorOutcome([recording(count, hits(count, 8))])],
        [detectorOutcome([recording(count, hits(count, 4))])],
      ),
    );
  const [detected, covered, f1, falseAlarms] = compare(10);
  expect(covered).toMatchObject({ p: 2 / 2 ** 10 });
  expect([covered.first, covered.second].map((share) => share?.toFixed(9))).toEqual([
    '0.800000000',
    '0.400000000',
  ]);
  expect(f1.p).toBe(2 / 2 ** 10);
  expect(covered.adjustedP).toBeCloseTo((4 * 2) / 2 ** 10, 12); // the smallest of four tests
  expect(f1.first).toBeCloseTo(16 / 18, 12);
  expect(f1.interval?.[0]).toBeGreaterThan(0);
  expect([detected.p, falseAlarms.p]).toEqual([1, 1]);
  const few = compare(3);
  expect(few[1]).toMatchObject({ p: 2 / 2 ** 3, smallestP: 1 }); // four tests of 0.25 at least
});

test('seeds count by their mean, and are no further evidence', () => {
  const seed = (length: number) =>
    detectorOutcome([
      recording(
        6,
        Array.from({ length: 6 }, (_, i) => [100 * i + 50, 100 * i + 50 + length] as const),
      ),
    ]);
  const [one] = comparePaired([seed(8)], [seed(4)]).slice(1);
  const [five] = comparePaired([7, 8, 9, 8, 8].map(seed), [seed(4)]).slice(1);
  expect(five.first).toBeCloseTo(0.8, 12);
  expect(five.p).toBe(one.p); // 2 / 2⁶ for six attacks, with one seed and with five
  const [, , f1] = comparePaired([7, 8, 9, 8, 8].map(seed), [seed(4)]);
  expect(f1.p).toBe(2 / 2 ** 6);
  expect(f1.first).toBeCloseTo((14 / 17 + 3 * (16 / 18) + 18 / 19) / 5, 12);
});

test('outcomes of other recordings are refused', () => {
  const [three, four] = [3, 4].map((count) => detectorOutcome([recording(count, [])]));
  expect(() => comparePaired([three], [four])).toThrow('got 3 blocks and 3 attacks and 4 blocks');
});
