/** Thresholds from labelled validation rows in the alarm policy. */
import { createFrame, createRandom, parseConfig } from '@anodec/core';
import { expect, test } from 'vitest';
import { AlarmPolicyConfig } from './alarm-policy-config.js';
import { applyAlarmPolicy } from './alarm-policy.js';
import { fitAlarmPolicy } from './fit-alarm-policy.js';
import { withLabelledThreshold } from './label-threshold.js';
import type { ScoredFrame } from './scored-frame.js';
import { parseFittedAlarmPolicy } from './stored-alarm-policy.js';

/** Noise, with larger errors in rows 50 to 60, which are labelled where labels are wanted. */
function recording(seed: number, attacked: boolean, labelled = attacked): ScoredFrame {
  const random = createRandom(seed);
  const isAttack = (t: number): boolean => attacked && t >= 50 && t < 60;
  const T = 200;
  const rows = Float32Array.from({ length: T }, (_, t) => random.uniform() + (isAttack(t) ? 2 : 0));
  const timestamps = Float64Array.from({ length: T }, (_, t) => t);
  const labels = Uint8Array.from({ length: T }, (_, t) => Number(isAttack(t)));
  const frame = createFrame({
    values: new Float32Array(T),
    channels: ['a'],
    timestamps,
    clock: 'rows',
    ...(labelled ? { labels } : {}),
  });
  return { frame, scores: { rows } };
}

const config = parseConfig(AlarmPolicyConfig, {
  smoothing: { kind: 'none' },
  threshold: { kind: 'spot' },
});
const fitted = fitAlarmPolicy(config, {
  training: [recording(1, false)],
  validation: [recording(2, false)],
});

test('takes the place of the threshold from normal rows and is marked as labelled', () => {
  const labelled = withLabelledThreshold(fitted, { kind: 'youden' }, [recording(3, true)]);
  const restored = parseFittedAlarmPolicy(JSON.parse(JSON.stringify(labelled)));
  expect(restored.threshold).toMatchObject({
    sawLabels: 'validation',
    kind: 'youden',
    scores: 200,
  });
  const { threshold, limits, alarms } = applyAlarmPolicy(restored, recording(4, true));
  expect(threshold.value).toBeGreaterThan(1);
  expect(threshold.value).toBeLessThan(2);
  expect(new Set(limits)).toEqual(new Set([threshold.value])); // it does not move
  expect(alarms.map(({ rows }) => rows)).toEqual([{ start: 50, end: 60 }]);
});

test('leaves everything else as it was fitted to normal rows', () => {
  const labelled = withLabelledThreshold(fitted, { kind: 'best-of' }, [recording(3, true)]);
  expect({ ...labelled, threshold: null }).toEqual({ ...fitted, threshold: null });
});

test('refuses recordings without labels', () => {
  expect(() =>
    withLabelledThreshold(fitted, { kind: 'youden' }, [recording(3, true, false)]),
  ).toThrow('Validation rows for a threshold must have labels');
});
