/** Variants from outside the package: only what `@anodec/eval` exports is used. */
import {
  columnOf,
  concatenate,
  createFrame,
  createRandom,
  parseConfig,
  quantile,
  variantSettings,
} from '@anodec/core';
import { beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import {
  AlarmPolicyConfig,
  applyAlarmPolicy,
  defineDriftRule,
  defineFittedPooling,
  defineNormalisation,
  defineSmoothing,
  defineThreshold,
  driftRules,
  fitAlarmPolicy,
  fitOptions,
  normalisations,
  parseFittedAlarmPolicy,
  poolings,
  type ScoredFrame,
  smoothings,
  thresholds,
} from './index.js';

/** Two channels, T rows at 10 s; the errors of the second are a hundred times those of the first. */
function recording(T: number, seed: number): ScoredFrame {
  const random = createRandom(seed);
  const channels = Float32Array.from(
    { length: T * 2 },
    (_, i) => Math.abs(random.normal()) * (i % 2 === 0 ? 1 : 100),
  );
  const timestamps = Float64Array.from({ length: T }, (_, t) => t * 10_000);
  const frame = createFrame({
    values: new Float32Array(T * 2),
    channels: ['a', 'b'],
    timestamps,
    clock: 'elapsed',
  });
  return { frame, scores: { rows: new Float32Array(T), channels } };
}

beforeAll(() => {
  poolings.add(
    defineFittedPooling({
      settings: variantSettings('largest-share', 'Largest channel score by its normal quantile', {
        share: z.number().default(0.5).describe('Share of normal channel scores below 1'),
      }),
      state: z.array(z.number()),
      fit: ({ share }, normal, C) =>
        Array.from({ length: C }, (_, c) =>
          quantile(concatenate(normal.map((scores) => columnOf(scores, c, C))), share),
        ),
      pool: (_, usual) => (values, present) =>
        Math.max(...values.map((value, k) => value / usual[present[k]])),
    }),
  );
  normalisations.add(
    defineNormalisation(variantSettings('tenth', 'Error divided by ten', fitOptions), () => ({
      centre: 0,
      spread: 10,
    })),
  );
  driftRules.add(
    defineDriftRule({
      settings: variantSettings('halve', 'Half the error', {}),
      state: z.strictObject({ rows: z.int() }),
      fit: (_, { errors }) => ({ rows: errors.length }),
      start: () => () => 0.5,
    }),
  );
  smoothings.add(
    defineSmoothing(variantSettings('hold', 'Largest score of the stretch', {}), () => {
      let largest = -Infinity;
      return (score) => (largest = Math.max(largest, score));
    }),
  );
  thresholds.add(
    defineThreshold(variantSettings('twelve', 'Twelve', {}), (_, { scores }) => ({
      value: 12,
      rule: `12, whatever ${scores.length} normal rows say`,
    })),
  );
});

test('fits, stores and applies variants that a program adds', () => {
  const settings = {
    normalisation: { kind: 'tenth' },
    drift: { kind: 'halve' },
    pooling: { kind: 'largest-share', share: 0.25 },
    smoothing: { kind: 'hold' },
    threshold: { kind: 'twelve' },
  };
  const config = parseConfig(AlarmPolicyConfig, settings);
  expect(config.pooling).toEqual({ kind: 'largest-share', share: 0.25 });
  const normal = { training: [recording(300, 1)], validation: [recording(200, 2)] };
  const fitted = fitAlarmPolicy(config, normal);
  expect(fitted.norms[0]).toEqual({
    channel: 'a',
    scale: { centre: 0, spread: 10 },
    drift: { rows: 500 },
  });
  const [a, b] = fitted.pooling as number[];
  expect(a).toBeCloseTo(0.3186 / 20, 2); // a quarter of |N(0, 1)| lies below 0.3186
  expect(b).toBeCloseTo(31.86 / 20, 0);
  expect(fitted.threshold).toMatchObject({ kind: 'twelve', value: 12, fellBack: false });

  const restored = parseFittedAlarmPolicy(JSON.parse(JSON.stringify(fitted)));
  const later = recording(100, 3);
  const { score } = applyAlarmPolicy(restored, later);
  expect(score).toEqual(applyAlarmPolicy(fitted, later).score);
  const errors = later.scores.channels ?? new Float32Array(0);
  const first = Math.max(Math.fround(errors[0] / 20) / a, Math.fround(errors[1] / 20) / b);
  expect(score[0]).toBe(Math.fround(first));
  expect(score[99]).toBe(Math.max(...score));
});

test('refuses an option that the added variant does not have', () => {
  const parse = () => parseConfig(AlarmPolicyConfig, { pooling: { kind: 'largest-share', k: 2 } });
  expect(parse).toThrow('pooling: largest-share has no setting k; it has share');
});
