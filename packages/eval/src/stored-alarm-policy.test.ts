/** Alarm policies from files: checked, and those of format 0 brought to today's form. */
import { ConfigError, createFrame, createRandom, parseConfig } from '@anodec/core';
import { describe, expect, test } from 'vitest';
import { AlarmPolicyConfig } from './alarm-policy-config.js';
import { applyAlarmPolicy } from './alarm-policy.js';
import { fitAlarmPolicy } from './fit-alarm-policy.js';
import type { ScoredFrame } from './scored-frame.js';
import {
  parseFittedAlarmPolicy,
  upgradeAlarmPolicyConfig,
  upgradeFittedAlarmPolicy,
} from './stored-alarm-policy.js';

/** Settings as format 0 stored them: the options of all variants side by side. */
const STORED = {
  normalisation: { kind: 'none', rows: 'all', floor: 0.0001 },
  drift: { kind: 'discount', horizon: '2h', leastRows: 720, margin: 1, pace: 2 },
  pooling: { kind: 'max', k: 5 },
  smoothing: { kind: 'none', over: 6 },
  threshold: { kind: 'budget', quantile: 0.995, sigmas: 3, margin: 1.5, budget: 0.5 },
  alarms: { mergeGap: '15min', minimum: 1 },
  assumedPeriod: '1min',
};

/** Two channels of noise, T rows at 10 s. */
function recording(T: number, seed: number): ScoredFrame {
  const random = createRandom(seed);
  const channels = Float32Array.from({ length: T * 2 }, () => Math.abs(random.normal()));
  const timestamps = Float64Array.from({ length: T }, (_, t) => t * 10_000);
  const values = new Float32Array(T * 2);
  const frame = createFrame({ values, channels: ['a', 'b'], timestamps, clock: 'elapsed' });
  return { frame, scores: { rows: new Float32Array(T), channels } };
}

function fit(settings: object) {
  const normal = { training: [recording(300, 1)], validation: [recording(200, 2)] };
  return fitAlarmPolicy(parseConfig(AlarmPolicyConfig, settings), normal);
}

describe('settings of format 0', () => {
  test('lose the options of variants that were not chosen, and nothing else', () => {
    expect(upgradeAlarmPolicyConfig(STORED)).toEqual({
      normalisation: { kind: 'none', rows: 'all', floor: 0.0001 },
      drift: { kind: 'discount', horizon: '2h', leastRows: 720, margin: 1 },
      pooling: { kind: 'max' },
      smoothing: { kind: 'none' },
      threshold: { kind: 'budget', margin: 1.5, budget: 0.5 },
      alarms: { mergeGap: '15min', minimum: 1 },
      assumedPeriod: '1min',
    });
    const upgraded = upgradeAlarmPolicyConfig(STORED);
    expect(parseConfig(AlarmPolicyConfig, upgraded)).toMatchObject(upgraded as object);
    expect(() => parseConfig(AlarmPolicyConfig, STORED)).toThrow(
      'threshold: budget has no setting quantile, sigmas; it has margin, budget, confidence',
    );
  });

  test('take the default kind of their time where none is named', () => {
    expect(upgradeAlarmPolicyConfig({ threshold: { sigmas: 3, budget: 2 } })).toEqual({
      threshold: { budget: 2 },
    });
  });

  test.each([
    [{ pooling: { kind: 'max', kk: 5 } }, 'pooling: max has no setting kk; it has none'],
    [{ pooling: { kind: 'best', k: 5 } }, 'pooling.kind: must be one of mean, max, topk,'],
    [{ pool: {} }, 'Unrecognized key: "pool"'],
    ['max', 'expected object, received string'],
    [{ drift: null }, 'drift: '],
  ])('are refused when something else is wrong with them: %j', (settings, message) => {
    const parse = () => parseConfig(AlarmPolicyConfig, upgradeAlarmPolicyConfig(settings));
    expect(parse).toThrow(message);
  });
});

describe('a fitted alarm policy of format 0', () => {
  /** What format 0 stored: states of the drift rule beside the scale, no state of a pooling. */
  function storedOf(kind: string) {
    const { norms, threshold, config } = fit(
      upgradeAlarmPolicyConfig({ ...STORED, drift: { kind } }) as object,
    );
    const { fellBack: _, ...stored } = threshold;
    const old = norms.map(({ channel, scale, drift }) => ({
      channel,
      scale,
      ...((drift as object | null) ?? { usual: 0.7, ceiling: 0.9 }),
    }));
    const drift = { horizon: '2h', leastRows: 720, margin: 1, pace: 2, ...config.drift };
    return JSON.parse(
      JSON.stringify({ config: { ...STORED, drift }, norms: old, threshold: stored }),
    ) as unknown;
  }

  test.each(['none', 'follow', 'discount', 'mute'])('raises the same alarms: %s', (kind) => {
    const fitted = fit(upgradeAlarmPolicyConfig({ ...STORED, drift: { kind } }) as object);
    const upgraded = parseFittedAlarmPolicy(upgradeFittedAlarmPolicy(storedOf(kind)));
    const { threshold: today, limit: _, calibration, ...rest } = fitted;
    const { fellBack, ...threshold } = today;
    expect([fellBack, calibration?.count]).toEqual([true, 200]);
    expect(upgraded).toEqual({ ...rest, threshold }); // calibrated scores were not stored
    const { alarms, score } = applyAlarmPolicy(upgraded, recording(100, 3));
    const now = applyAlarmPolicy(fitted, recording(100, 3));
    expect({ alarms, score }).toEqual({ alarms: now.alarms, score: now.score });
  });
});

describe('a fitted alarm policy from a file', () => {
  const stored = (settings: object, change: object = {}): unknown =>
    JSON.parse(JSON.stringify({ ...fit(settings), ...change }));

  test.each([
    {},
    { pooling: { kind: 'mahalanobis' } },
    { drift: { kind: 'none' } },
    { normalisation: { kind: 'tail-probability' }, pooling: { kind: 'fisher' } },
    { threshold: { kind: 'spot' } },
    { threshold: { kind: 'dspot', depth: 20 } },
  ])('is what was fitted: %j', (settings) => {
    expect(parseFittedAlarmPolicy(stored(settings))).toEqual(fit(settings));
  });

  test('names file, variant and channel when a state is damaged', () => {
    const settings = { pooling: { kind: 'mahalanobis' } };
    const pooling = stored(settings, { pooling: { centre: [1, 2] } });
    expect(() => parseFittedAlarmPolicy(pooling, 'alarm-policy.json')).toThrow(
      'covariance must be given (in the pooling state in alarm-policy.json).',
    );
    const [first, second] = fit({}).norms;
    const norms = stored({}, { norms: [first, { ...second, drift: { usual: 1 } }] });
    expect(() => parseFittedAlarmPolicy(norms, 'alarm-policy.json')).toThrow(
      '(in the drift state of b in alarm-policy.json).',
    );
    expect(() => parseFittedAlarmPolicy(norms)).toThrow(ConfigError);
  });
});
