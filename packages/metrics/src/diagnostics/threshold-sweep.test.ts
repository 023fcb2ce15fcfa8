/** Counts at many thresholds against whole evaluations at some of them. */
import { type Attack, createFrame, createRandom, parseConfig, UNKNOWN_LABEL } from '@anodec/core';
import { describe, expect, test } from 'vitest';
import { alarmLengths, AlarmPolicyConfig, applyAlarmPolicy, fitAlarmPolicy } from '@anodec/eval';
import { evaluateRecordings } from '../evaluate.js';
import { countedRecording } from './counts.js';
import { sweepThreshold } from './threshold-sweep.js';

const MINUTE = 60_000;
const T = 900;
const LIMIT = 4;

/** Minutes of noise that rises in attack 1 and a little in attack 2; the third is known to do nothing. */
const attacks: Attack[] = [
  { name: '1', start: 100 * MINUTE, end: 130 * MINUTE, channels: ['a'], leavesTrace: true },
  { name: '2', start: 400 * MINUTE, end: 420 * MINUTE, channels: ['a'], leavesTrace: true },
  { name: '3', start: 600 * MINUTE, end: 640 * MINUTE, channels: ['b'], leavesTrace: false },
];

function recordingOf(seed: number, attacked: boolean, labels?: Uint8Array) {
  const random = createRandom(seed);
  const channels = Float32Array.from({ length: 2 * T }, (_, i) => {
    const [t, c] = [i >> 1, i % 2];
    const risen = (from: number, to: number): boolean => attacked && t >= from && t < to;
    const rise = c === 0 ? (risen(100, 131) ? 8 : risen(400, 405) ? 3 : 0) : 0;
    return Math.abs(random.normal()) + rise + (risen(610, 613) || risen(800, 801) ? 9 : 0);
  });
  channels.fill(NaN, 0, 20); // the first rows have no score
  if (attacked) channels.fill(NaN, 2 * 120, 2 * 125); // nor have some within attack 1
  const timestamps = Float64Array.from({ length: T }, (_, t) => t * MINUTE);
  const values = new Float32Array(2 * T);
  const frame = createFrame({
    values,
    channels: ['a', 'b'],
    timestamps,
    clock: 'elapsed',
    ...(labels && { labels }),
  });
  return { frame, scores: { rows: new Float32Array(T), channels } };
}

const policyAt = (value: number) =>
  policyOf({ threshold: { kind: 'fixed', value }, alarms: { mergeGap: '5min' } });

function policyOf(settings: object) {
  const config = parseConfig(AlarmPolicyConfig, settings);
  const normal = { training: [recordingOf(1, false)], validation: [recordingOf(2, false)] };
  return fitAlarmPolicy(config, normal);
}

/** Labels of attack 1 and, without an end, of attack 2; a stretch of them is not known. */
const labels = Uint8Array.from({ length: T }, (_, t) =>
  t >= 700 && t < 760 ? UNKNOWN_LABEL : (t >= 100 && t <= 130) || (t >= 400 && t <= 420) ? 1 : 0,
);

describe.each([
  ['a list of attacks', attacks, undefined],
  ['a list and labels, some unknown', attacks, labels],
  ['labels only', undefined, labels],
])('with %s', (_, list, given) => {
  test.each([0.5, 1, 1.5])('counts at × %f what an evaluation there counts', (factor) => {
    const recordings = [recordingOf(3, true, given), recordingOf(4, true, given)];
    const used = policyAt(LIMIT);
    const lengths = alarmLengths(used.config, {
      clock: 'elapsed',
      period: MINUTE,
      assumedPeriod: '1min',
    });
    const known = list ? { attacks: list } : {};
    const counted = recordings.map((one) => {
      const { frame } = one;
      const tested = { frame, detection: applyAlarmPolicy(used, one), ...known };
      return countedRecording(tested, { lengths, closeAt: 1 });
    });
    const step = sweepThreshold(counted, LIMIT).find((one) => one.factor === factor);

    const policy = policyAt(LIMIT * factor);
    const evaluation = evaluateRecordings(
      recordings.map((one) => {
        const { frame } = one;
        return { frame, detection: applyAlarmPolicy(policy, one), ...known };
      }),
      { draws: 1 },
    );
    const [{ attacks: all, caught, alarms, falseAlarms }] = evaluation.events;
    const { precision, recall, f1, falseAlarmRate } = evaluation.metrics;
    expect(step).toMatchObject({ attacks: all, detected: caught, alarms, falseAlarms });
    expect(step).toMatchObject({ precision, recall, f1 });
    expect(step?.falseAlarmRate).toBeCloseTo(falseAlarmRate ?? NaN, 12);
    expect(alarms).toBeGreaterThan(0);
  });
});

test.each([
  ['a threshold that moves', { threshold: { kind: 'dspot', risk: 1e-3 } }],
  [
    'hysteresis',
    {
      threshold: { kind: 'fixed', value: 1 },
      smoothing: { kind: 'none' },
      alarms: { mergeGap: 0, closeAt: 0.3 },
    },
  ],
  [
    'a quiet period',
    {
      threshold: { kind: 'fixed', value: 2 },
      alarms: { mergeGap: 0, quietPeriod: '60min' },
    },
  ],
  [
    'hysteresis and a quiet period',
    {
      threshold: { kind: 'fixed', value: 2 },
      alarms: { mergeGap: 0, closeAt: 0.3, quietPeriod: '60min' },
    },
  ],
])('counts at × 1 what an evaluation counts, with %s', (_, settings) => {
  const recordings = [recordingOf(3, true), recordingOf(4, true)];
  const policy = policyOf(settings);
  const tests = recordings.map((one) => {
    return { frame: one.frame, detection: applyAlarmPolicy(policy, one), attacks };
  });
  const time = { clock: 'elapsed', period: MINUTE, assumedPeriod: '1min' } as const;
  const rules = {
    lengths: alarmLengths(policy.config, time),
    closeAt: policy.config.alarms.closeAt,
  };
  const counted = tests.map((one) => countedRecording(one, rules));
  const step = sweepThreshold(counted, policy.threshold.value)[44];
  const evaluation = evaluateRecordings(tests, { draws: 1 });
  const [{ attacks: all, caught, alarms, falseAlarms }] = evaluation.events;
  const { precision, recall, f1 } = evaluation.metrics;
  expect(step).toMatchObject({ attacks: all, detected: caught, alarms, falseAlarms });
  expect(step).toMatchObject({ precision, recall, f1 });

  // one limit for all rows, and alarms without their rules, would count otherwise
  const plain = counted.map((one) => {
    const limits = new Float64Array(T).fill(policy.threshold.value);
    return { ...one, limits, lengths: { ...one.lengths, quiet: 0 }, closeAt: 1 };
  });
  const { alarms: others, f1: other } = sweepThreshold(plain, policy.threshold.value)[44];
  expect([others, other]).not.toEqual([alarms, f1]);
});

test('has 89 steps of 1 / 44 from 0 to twice the threshold, the one in use among them', () => {
  const factors = sweepThreshold([], 3).map(({ factor }) => factor);
  expect(factors).toHaveLength(89);
  expect([factors[0], factors[1], factors[44], factors[88]]).toEqual([0, 1 / 44, 1, 2]);
});
