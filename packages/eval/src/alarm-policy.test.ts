/** The alarm policy on made-up errors: fitted, applied, stored and read back. */
import { createFrame, createRandom, parseConfig, type TimeSeriesFrame } from '@anodec/core';
import { expect, test } from 'vitest';
import { AlarmPolicyConfig } from './alarm-policy-config.js';
import { applyAlarmPolicy, startAlarmPolicy } from './alarm-policy.js';
import { fitAlarmPolicy } from './fit-alarm-policy.js';
import type { ChannelScale } from './normalisation/normalisation.js';
import type { ScoredFrame } from './scored-frame.js';
import { parseFittedAlarmPolicy } from './stored-alarm-policy.js';

const CHANNELS = ['FIT101', 'LIT101', 'AIT201'];
const PERIOD = 10_000;

/** Errors of three channels over `hours`, noise around 1, 2 and .5 plus whatever `extra` adds. */
function recording(
  hours: number,
  seed: number,
  extra: (t: number, c: number) => number = () => 0,
): ScoredFrame {
  const T = hours * 360;
  const random = createRandom(seed);
  const levels = [1, 2, 0.5];
  const channels = Float32Array.from({ length: T * 3 }, (_, i) => {
    const [t, c] = [Math.floor(i / 3), i % 3];
    return Math.abs(levels[c] * (1 + 0.2 * random.normal()) + extra(t, c));
  });
  return { scores: { rows: new Float32Array(T), channels }, frame: frameOf(T) };
}

function frameOf(T: number): TimeSeriesFrame {
  return createFrame({
    values: new Float32Array(T * 3),
    channels: CHANNELS,
    timestamps: Float64Array.from({ length: T }, (_, t) => t * PERIOD),
    clock: 'elapsed',
  });
}

const config = (settings: object = {}): AlarmPolicyConfig =>
  parseConfig(AlarmPolicyConfig, settings);

function fit(settings: object = {}) {
  const normal = { training: [recording(24, 1)], validation: [recording(8, 2)] };
  return fitAlarmPolicy(config({ threshold: { kind: 'max', margin: 1.3 }, ...settings }), normal);
}

test('raises one alarm for a burst and names its channel first', () => {
  const burst = recording(2, 3, (t, c) => (c === 1 && t >= 300 && t < 360 ? 20 : 0));
  const { alarms } = applyAlarmPolicy(fit(), burst);
  expect(alarms).toHaveLength(1);
  const [alarm] = alarms;
  expect(alarm.channels[0].channel).toBe('LIT101');
  expect(alarm.channels[0].share).toBeGreaterThan(0.6);
  expect(alarm.rows.start).toBeGreaterThanOrEqual(300);
  expect(alarm.rows.start).toBeLessThan(306);
  expect(alarm.start).toBe(alarm.rows.start * PERIOD);
  expect(alarm.end).toBe((alarm.rows.end - 1) * PERIOD);
});

test('raises no alarm on normal rows', () => {
  expect(applyAlarmPolicy(fit(), recording(24, 4)).alarms).toEqual([]);
});

test('gives the same alarms after a way through JSON', () => {
  const fitted = fit();
  const back = parseFittedAlarmPolicy(JSON.parse(JSON.stringify(fitted)));
  expect(back).toEqual(fitted);
  const day = recording(3, 5, (t) => (t > 500 && t < 520 ? 5 : 0));
  expect(applyAlarmPolicy(back, day)).toEqual(applyAlarmPolicy(fitted, day));
});

test('does not look at labels', () => {
  const training = [recording(24, 1)];
  const validation = [recording(8, 2)];
  const labelled = validation.map(({ scores, frame }) => ({
    scores,
    frame: createFrame({ ...frame, labels: new Uint8Array(8 * 360).fill(1) }),
  }));
  const plain = fitAlarmPolicy(config(), { training, validation });
  expect(fitAlarmPolicy(config(), { training, validation: labelled })).toEqual(plain);
});

test('scores a row by that row and rows before it only', () => {
  const whole = recording(12, 6, (t, c) => (c === 0 && t > 1000 ? 4 : 0));
  const C = CHANNELS.length;
  const half = 2000;
  const cut = {
    scores: {
      rows: whole.scores.rows.slice(0, half),
      channels: whole.scores.channels?.slice(0, half * C),
    },
    frame: frameOf(half),
  };
  const fitted = fit();
  const first = applyAlarmPolicy(fitted, whole).score.slice(0, half);
  expect(applyAlarmPolicy(fitted, cut).score).toEqual(first);
});

/** From 0 to 2 within a day, and there it stays. */
function ramp(t: number): number {
  return 2 * Math.min(1, t / 8640);
}

/** Twenty minutes, an hour after the ramp. */
function isAttacked(t: number): boolean {
  return t >= 9000 && t < 9120;
}

test('keeps the score of a step of twenty minutes and attenuates a ramp over a day', () => {
  // in the end the channel errs five times as much as it used to
  const day = recording(30, 7, (t, c) => (c === 2 ? ramp(t) : c === 0 && isAttacked(t) ? 6 : 0));
  const strict = applyAlarmPolicy(fit({ drift: { kind: 'none' } }), day);
  const attenuating = applyAlarmPolicy(fit({ drift: { kind: 'discount' } }), day);
  expect(strict.alarms.at(-1)?.rows.end).toBe(30 * 360); // the alarm that never ends
  expect(attenuating.alarms).toHaveLength(1);
  expect(attenuating.alarms[0].channels[0].channel).toBe('FIT101');
  expect(attenuating.alarms[0].rows.start).toBeLessThan(9006);
  expect(attenuating.attenuated.map(({ channel }) => channel)).toContain('AIT201');
  expect(attenuating.attenuated.map(({ channel }) => channel)).not.toContain('FIT101');
});

test('fits the normalisation to training rows alone where the settings say so', () => {
  const channels = (level: number): ScoredFrame => ({
    frame: frameOf(4),
    scores: { rows: new Float32Array(4), channels: new Float32Array(12).fill(level) },
  });
  const normal = { training: [channels(1)], validation: [channels(3)] };
  const centre = (rows: string): number =>
    (fitAlarmPolicy(config({ normalisation: { rows } }), normal).norms[0].scale as ChannelScale)
      .centre;
  expect([centre('training'), centre('all')]).toEqual([1, 2]);
});

test('takes detectors that score rows only', () => {
  const T = 720;
  const rows = Float32Array.from({ length: T }, (_, t) => (t >= 400 && t < 410 ? 9 : t % 2));
  const frame = frameOf(T);
  const normal = { scores: { rows: rows.slice(0, 360) }, frame: frameOf(360) };
  const settings = config({ threshold: { kind: 'max' }, smoothing: { kind: 'none' } });
  const fitted = fitAlarmPolicy(settings, { training: [normal], validation: [normal] });
  const { alarms } = applyAlarmPolicy(fitted, { scores: { rows }, frame });
  expect(alarms.map((alarm) => alarm.rows)).toEqual([{ start: 400, end: 410 }]);
  expect(alarms[0].channels).toEqual([]);
  expect(alarms[0].peak.value).toBe(9);
});

test('names the channels when another recording comes along', () => {
  const other = {
    ...recording(1, 1),
    frame: createFrame({ ...frameOf(360), channels: ['a', 'b', 'c'] }),
  };
  expect(() => applyAlarmPolicy(fit(), other)).toThrow(
    'The channels of the scores must be FIT101, LIT101, AIT201 in this order, ' +
      'got without FIT101, LIT101, AIT201 and with a, b, c besides.',
  );
});

test('begins the trailing filter again after a gap and after rows without a score', () => {
  // a peak before each interruption must not reach the rows after it
  const rows = Float32Array.of(1, 1, 9, 1, 1, 9, NaN, 1, 1, 9);
  const timestamps = Float64Array.of(0, 1, 2, 100, 101, 102, 103, 104, 105, 106).map(
    (s) => s * 1e4,
  );
  const values = new Float32Array(30);
  const frame = createFrame({ values, channels: CHANNELS, timestamps, clock: 'elapsed' });
  const settings = config({ smoothing: { kind: 'mean', over: 3 } });
  const fitted = fitAlarmPolicy(settings, {
    training: [{ scores: { rows }, frame }],
    validation: [{ scores: { rows }, frame }],
  });
  const { score } = applyAlarmPolicy(fitted, { scores: { rows }, frame });
  const smooth = [1, 1, 11 / 3];
  const expected = [...smooth, ...smooth, NaN, ...smooth];
  expect([...score]).toEqual([...Float32Array.from(expected)]);
});

/** A policy for detectors that score rows only: no smoothing, alarms above 5. */
function fitRows(alarms: object) {
  const frame = frameOf(4);
  const normal = { scores: { rows: Float32Array.of(1, 2, 5, 1) }, frame };
  const settings = config({
    smoothing: { kind: 'none' },
    threshold: { kind: 'max', margin: 1 },
    alarms,
  });
  return fitAlarmPolicy(settings, { training: [normal], validation: [normal] });
}

const elapsed = { channels: CHANNELS, clock: 'elapsed', period: PERIOD } as const;

test('opens an alarm when it is long enough, and closes it when the break is too long', () => {
  const stream = startAlarmPolicy(fitRows({ mergeGap: 2, minimum: 2 }), elapsed);
  const scores = [0, 9, 0, 7, 8, 0, 0, 0, 9];
  const changes = scores.map((score, t) => {
    const rows = { rows: Float32Array.of(score) };
    return stream.push({ scores: rows, timestamps: Float64Array.of(t * PERIOD) });
  });
  const rowsWith = (change: 'opened' | 'closed'): number[] =>
    changes.flatMap((rows, t) => (rows[change].length > 0 ? [t] : []));
  expect(rowsWith('opened')).toEqual([3]);
  expect(rowsWith('closed')).toEqual([7]);
  expect(changes[3].opened[0].rows).toEqual({ start: 1, end: 4 });
  expect(changes[7].closed).toEqual([
    {
      rows: { start: 1, end: 5 },
      start: PERIOD,
      end: 4 * PERIOD,
      lasts: 4 * PERIOD,
      peak: { row: 1, time: PERIOD, value: 9 },
      mean: (9 + 0 + 7 + 8) / 4,
      channels: [],
    },
  ]);
  expect(stream.finish().closed).toEqual([]); // the row at the end is shorter than the minimum
});

test('closes the alarm that the end of the recording cuts off', () => {
  const stream = startAlarmPolicy(fitRows({ mergeGap: 2 }), elapsed);
  const timestamps = Float64Array.of(0, PERIOD);
  const { opened, closed } = stream.push({
    scores: { rows: Float32Array.of(0, 9) },
    timestamps,
  });
  expect([opened.length, closed.length]).toEqual([1, 0]);
  expect(stream.finish().closed.map(({ rows }) => rows)).toEqual([{ start: 1, end: 2 }]);
});

test('scores a single row when it is given a period, and asks for one otherwise', () => {
  const fitted = fitRows({ mergeGap: '1min' });
  const row = { scores: { rows: Float32Array.of(9) }, frame: frameOf(1) };
  expect(applyAlarmPolicy(fitted, row, { period: PERIOD }).alarms).toHaveLength(1);
  expect(() => applyAlarmPolicy(fitted, row)).toThrow('A period needs at least 2 rows, got 1.');
});

test('refuses rows that do not follow those before, and a period that is none', () => {
  const fitted = fitRows({});
  const stream = startAlarmPolicy(fitted, elapsed);
  const push = (...times: number[]) =>
    stream.push({
      scores: { rows: new Float32Array(times.length) },
      timestamps: Float64Array.from(times),
    });
  push(0, PERIOD);
  expect(() => push(PERIOD)).toThrow('Time must increase from row to row, got 10000 after 10000.');
  const short = { scores: { rows: new Float32Array(2) }, timestamps: Float64Array.of(9e9) };
  expect(() => stream.push(short)).toThrow('rows of the scores must have 1 = 1 values, got 2.');
  const withPeriod = (period: number) => () => startAlarmPolicy(fitted, { ...elapsed, period });
  expect(withPeriod(0)).toThrow('period must be above zero, got 0.');
  expect(withPeriod(NaN)).toThrow('period must be above zero, got NaN.');
});

test('asks for channel scores where the fit had some', () => {
  const rowsOnly = { scores: { rows: new Float32Array(2) }, timestamps: Float64Array.of(0, 1) };
  expect(() => startAlarmPolicy(fit(), elapsed).push(rowsOnly)).toThrow(
    'The scores must hold channel scores, as in the fit, got row scores only.',
  );
});
