/** Tests of what a recording with gaps is advised. */
import { createFrame } from '@anodec/core';
import { expect, test } from 'vitest';
import { remedyForGaps } from './gap-advice.js';
import { countScored } from './scored-rows.js';

const W = 5;

/** A recording with rows at these times, of which a row has a score where a window of `W` ends. */
function scoredAt(times: readonly number[]) {
  const timestamps = Float64Array.from(times);
  let since = 0;
  const scores = Float32Array.from(times, (time, t) => {
    since = t > 0 && time - times[t - 1] <= 1500 ? since + 1 : 1;
    return since >= W ? 1 : Number.NaN;
  });
  const frame = createFrame({
    values: new Float32Array(times.length),
    channels: ['a'],
    timestamps,
  });
  return remedyForGaps(frame, countScored(scores, frame, W), W);
}

/** Seconds in milliseconds, without every `n`-th. */
const without = (n: number, rows = 200): number[] =>
  Array.from({ length: rows }, (_, t) => t * 1000).filter((_, t) => t % n !== n - 1);

test('one second in twelve is missing: a tolerance of one row, which is what is missing at a time', () => {
  expect(scoredAt(without(12))).toBe(
    'Gaps leave 64 of 184 rows without a window. Train with `gapTolerance: 1`, so that windows span rows that are absent.',
  );
});

test('three seconds missing at a time need a tolerance of three', () => {
  const times = without(1000).filter((time) => (time / 1000) % 12 < 9);
  expect(scoredAt(times)).toContain('`gapTolerance: 3`');
});

test('rows at irregular times are put at an even interval, the readings in between repeated', () => {
  // steps of 1, 2.3 and 4.6 s in turn, none a multiple of another
  const times: number[] = [];
  for (let time = 0, t = 0; t < 200; t++) {
    times.push(time);
    time += [1000, 2300, 4600][t % 3];
  }
  expect(scoredAt(times)).toMatch(
    /^Gaps leave \d+ of 200 rows without a window\. The rows come at irregular times: .* `sampleFreq: 5s`, `missing: forward-fill` and `missing\.hold: 10s`\.$/,
  );
});

test('says nothing where gaps cost few rows, or there are none', () => {
  expect(scoredAt(without(150))).toBeUndefined();
  expect(scoredAt(without(1000))).toBeUndefined();
});

test('rows without a score for another reason, and those before the first window, are no gaps', () => {
  const frame = createFrame({
    values: new Float32Array(20),
    channels: ['a'],
    timestamps: Float64Array.from({ length: 20 }, (_, t) => (t < 10 ? t : t + 5) * 1000),
  });
  const unscored = [
    { reason: 'missing reading', rows: 12 },
    { reason: 'first rows of a stretch', rows: 5 },
  ];
  expect(remedyForGaps(frame, { rows: 20, unscored }, W)).toBeUndefined();
});
