import { createFrame, createRandom, parseConfig, type TimeSeriesFrame } from '@anodec/core';
import { expect, test } from 'vitest';
import { VerdictConfig } from './config.js';
import type { ScoredRecording } from './recording.js';
import { applyVerdict, fitVerdict, parseFittedVerdict } from './verdict.js';

const CHANNELS = ['FIT101', 'LIT101', 'AIT201'];
const PERIOD = 10_000;

/** Errors of three channels over `hours`, noise around 1, 2 and .5 plus whatever `extra` adds. */
function recording(
  hours: number,
  seed: number,
  extra: (t: number, c: number) => number = () => 0,
): ScoredRecording {
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

const config = (settings: object = {}): VerdictConfig => parseConfig(VerdictConfig, settings);

function fit(settings: object = {}) {
  const normal = { training: [recording(24, 1)], validation: [recording(8, 2)] };
  return fitVerdict(config({ threshold: { kind: 'max', margin: 1.3 }, ...settings }), normal);
}

test('raises one alarm for a burst and names its channel first', () => {
  const burst = recording(2, 3, (t, c) => (c === 1 && t >= 300 && t < 360 ? 20 : 0));
  const { alarms } = applyVerdict(fit(), burst);
  expect(alarms).toHaveLength(1);
  const [alarm] = alarms;
  expect(alarm.channels[0].channel).toBe('LIT101');
  expect(alarm.channels[0].share).toBeGreaterThan(0.6);
  expect(alarm.rows.start).toBeGreaterThanOrEqual(300);
  expect(alarm.rows.start).toBeLessThan(306);
  expect(alarm.start).toBe(alarm.rows.start * PERIOD);
  expect(alarm.end).toBe((alarm.rows.end - 1) * PERIOD);
});

test('is silent on normal rows', () => {
  expect(applyVerdict(fit(), recording(24, 4)).alarms).toEqual([]);
});

test('says the same after a way through JSON', () => {
  const fitted = fit();
  const back = parseFittedVerdict(JSON.parse(JSON.stringify(fitted)));
  expect(back).toEqual(fitted);
  const day = recording(3, 5, (t) => (t > 500 && t < 520 ? 5 : 0));
  expect(applyVerdict(back, day)).toEqual(applyVerdict(fitted, day));
});

test('does not look at labels', () => {
  const training = [recording(24, 1)];
  const validation = [recording(8, 2)];
  const labelled = validation.map(({ scores, frame }) => ({
    scores,
    frame: createFrame({ ...frame, labels: new Uint8Array(8 * 360).fill(1) }),
  }));
  const plain = fitVerdict(config(), { training, validation });
  expect(fitVerdict(config(), { training, validation: labelled })).toEqual(plain);
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
  const first = applyVerdict(fitted, whole).score.slice(0, half);
  expect(applyVerdict(fitted, cut).score).toEqual(first);
});

/** From 0 to 2 within a day, and there it stays. */
function ramp(t: number): number {
  return 2 * Math.min(1, t / 8640);
}

/** Twenty minutes, an hour after the ramp. */
function isAttacked(t: number): boolean {
  return t >= 9000 && t < 9120;
}

test('keeps a step of twenty minutes and forgives a ramp over a day', () => {
  // in the end the channel errs five times as much as it used to
  const day = recording(30, 7, (t, c) => (c === 2 ? ramp(t) : c === 0 && isAttacked(t) ? 6 : 0));
  const strict = applyVerdict(fit({ drift: { kind: 'none' } }), day);
  const forgiving = applyVerdict(fit({ drift: { kind: 'discount' } }), day);
  expect(strict.alarms.at(-1)?.rows.end).toBe(30 * 360); // the alarm that never ends
  expect(forgiving.alarms).toHaveLength(1);
  expect(forgiving.alarms[0].channels[0].channel).toBe('FIT101');
  expect(forgiving.alarms[0].rows.start).toBeLessThan(9006);
  expect(forgiving.muted.map(({ channel }) => channel)).toContain('AIT201');
  expect(forgiving.muted.map(({ channel }) => channel)).not.toContain('FIT101');
});

test('takes detectors that score rows only', () => {
  const T = 720;
  const rows = Float32Array.from({ length: T }, (_, t) => (t >= 400 && t < 410 ? 9 : t % 2));
  const frame = frameOf(T);
  const normal = { scores: { rows: rows.slice(0, 360) }, frame: frameOf(360) };
  const settings = config({ threshold: { kind: 'max' }, smoothing: { kind: 'none' } });
  const fitted = fitVerdict(settings, { training: [normal], validation: [normal] });
  const { alarms } = applyVerdict(fitted, { scores: { rows }, frame });
  expect(alarms.map((alarm) => alarm.rows)).toEqual([{ start: 400, end: 410 }]);
  expect(alarms[0].channels).toEqual([]);
  expect(alarms[0].peak.value).toBe(9);
});

test('names the channels when another recording comes along', () => {
  const other = {
    ...recording(1, 1),
    frame: createFrame({ ...frameOf(360), channels: ['a', 'b', 'c'] }),
  };
  expect(() => applyVerdict(fit(), other)).toThrow(
    'The channels must be those of the fit, FIT101, LIT101, AIT201, got a, b, c.',
  );
});

test('begins the trailing filter anew after a gap and after rows without a score', () => {
  // a peak before each interruption must not reach the rows after it
  const rows = Float32Array.of(1, 1, 9, 1, 1, 9, NaN, 1, 1, 9);
  const timestamps = Float64Array.of(0, 1, 2, 100, 101, 102, 103, 104, 105, 106).map(
    (s) => s * 1e4,
  );
  const values = new Float32Array(30);
  const frame = createFrame({ values, channels: CHANNELS, timestamps, clock: 'elapsed' });
  const settings = config({ smoothing: { kind: 'mean', over: 3 } });
  const fitted = fitVerdict(settings, {
    training: [{ scores: { rows }, frame }],
    validation: [{ scores: { rows }, frame }],
  });
  const { score } = applyVerdict(fitted, { scores: { rows }, frame });
  const smooth = [1, 1, 11 / 3];
  const expected = [...smooth, ...smooth, NaN, ...smooth];
  expect([...score]).toEqual([...Float32Array.from(expected)]);
});
