/** Settings of the alarm policy: defaults, refusals, help. */
import { parseConfig } from '@anodec/core';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { AlarmPolicyConfig } from './alarm-policy-config.js';

test('has the defaults of every group and of every variant', () => {
  expect(parseConfig(AlarmPolicyConfig, {})).toEqual({
    normalisation: { kind: 'gaussian', rows: 'all', floor: 1e-4 },
    drift: { kind: 'follow', horizon: '2h', leastRows: 720, margin: 1, pace: 2, power: 1 },
    pooling: { kind: 'max' },
    smoothing: { kind: 'mean', over: 6 },
    threshold: { kind: 'budget', margin: 1.5, budget: 0.5, confidence: 0 },
    alarms: { mergeGap: '15min', minimum: 1, quietPeriod: 0, closeAt: 1 },
    assumedPeriod: '1min',
  });
  const others = { threshold: { kind: 'sigma' }, pooling: { kind: 'topk' } };
  expect(parseConfig(AlarmPolicyConfig, others)).toMatchObject({
    threshold: { kind: 'sigma', sigmas: 3 },
    pooling: { kind: 'topk', k: 5 },
  });
  const more = { threshold: { kind: 'quantile' }, smoothing: { kind: 'ewma' } };
  expect(parseConfig(AlarmPolicyConfig, more)).toMatchObject({
    threshold: { kind: 'quantile', quantile: 0.995 },
    smoothing: { kind: 'ewma', over: 6 },
  });
});

test.each([
  [
    { threshold: { kind: 'sigma', budget: 2 } },
    'threshold: sigma has no setting budget; it has sigmas',
  ],
  [{ pooling: { kind: 'max', k: 9 } }, 'pooling: max has no setting k; it has none'],
  [
    { drift: { kind: 'mute', pace: 2 } },
    'drift: mute has no setting pace; it has horizon, leastRows, margin',
  ],
  [{ smoothing: { kind: 'none', over: 3 } }, 'smoothing: none has no setting over; it has none'],
  [
    { normalisation: { kind: 'mean', k: 3 } },
    'normalisation: mean has no setting k; it has rows, floor',
  ],
  [
    { pooling: { kind: 'fisher' } },
    'pooling: fisher pools tail probabilities: normalisation must be gaussian-dynamic or ' +
      'tail-probability, got gaussian',
  ],
])('refuses an option that the chosen variant does not have: %j', (settings, message) => {
  expect(() => parseConfig(AlarmPolicyConfig, settings)).toThrow(message);
});

interface JsonSchema {
  readonly description?: string;
  readonly const?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly oneOf?: readonly JsonSchema[];
}

test('has a help line for every group, variant and option, without the default in it', () => {
  const json = z.toJSONSchema(AlarmPolicyConfig, { io: 'input' }) as JsonSchema;
  const lines: string[] = [];
  const missing: string[] = [];
  const visit = (name: string, schema: JsonSchema): void => {
    const isPlain = !schema.properties && schema.const === undefined;
    if (schema.description) lines.push(schema.description);
    else if (isPlain || schema.oneOf) missing.push(name);
    for (const [key, part] of Object.entries(schema.properties ?? {}))
      visit(`${name}.${key}`, part);
    for (const part of schema.oneOf ?? []) visit(`${name}.${part.properties?.kind.const}`, part);
  };
  for (const [name, group] of Object.entries(json.properties ?? {})) visit(name, group);
  expect(missing).toEqual([]);
  expect(lines.length).toBeGreaterThan(30);
  expect(lines.filter((line) => /default|\.$/.test(line))).toEqual([]);
});
