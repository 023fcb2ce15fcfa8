/** The metrics of rows against brute force (utils/golden/metrics_panel.py). */
import { readFileSync } from 'node:fs';
import { createFrame } from '@anodec/core';
import { expect, test } from 'vitest';
import { evaluate } from './evaluate.js';
import type { MetricInput } from './metric.js';
import { rangeReward, type RangeReward } from './range-based.js';
import { type RangeAreas, rangeAreas } from './range-areas.js';
import { allMetrics } from './registry.js';
import { rowsOf } from './rows.fixture.js';
import { alarmRuns, attackRuns } from './runs.js';

interface Golden {
  readonly name: string;
  readonly labels: number[];
  readonly flags: number[];
  readonly alarmed: number[];
  readonly scores: number[];
  readonly values: Record<string, number | null>;
  readonly rewards: (RangeReward & { readonly value: number | null })[];
  readonly longest: number;
  readonly areas: RangeAreas;
}

const { cases, rootCause } = JSON.parse(
  readFileSync(new URL('../../../../test/fixtures/metrics-panel.json', import.meta.url), 'utf8'),
) as {
  cases: Golden[];
  rootCause: {
    channels: number;
    scores: number[];
    attacks: { rows: [number, number]; channels: number[] }[];
    values: Record<string, number>;
  };
};

/** The value of a metric that looks at rows only. */
function valueOf(key: string, golden: Golden): number | null {
  const metric = allMetrics().find((one) => one.key === key);
  if (metric?.scope !== 'rows') throw new Error(`${key} is no metric of rows`);
  return metric.compute({ rows: rowsOf(golden) } as MetricInput);
}

test.each(cases)('computes what the definitions say: $name', (golden) => {
  for (const [key, expected] of Object.entries(golden.values)) {
    const value = valueOf(key, golden);
    if (expected === null || value === null) expect([key, value]).toEqual([key, expected]);
    else expect(value, key).toBeCloseTo(expected, 9);
  }
});

test.each(cases)('rewards ranges as the paper says, with every bias: $name', (golden) => {
  const rows = rowsOf(golden);
  for (const { value, ...reward } of golden.rewards) {
    const computed = rangeReward(attackRuns(rows), alarmRuns(rows), reward);
    expect(computed, JSON.stringify(reward)).toBeCloseTo(value ?? NaN, 9);
  }
});

test.each(cases)('has the areas and volumes of the definition: $name', (golden) => {
  const areas = rangeAreas(rowsOf(golden), golden.longest);
  for (const kind of ['range', 'volume'] as const) {
    expect(areas?.[kind].roc).toBeCloseTo(golden.areas[kind].roc, 9);
    expect(areas?.[kind].pr).toBeCloseTo(golden.areas[kind].pr, 9);
  }
});

test('ranks the attacked channels as brute force and scikit-learn do', () => {
  const { channels: C, scores, attacks, values } = rootCause;
  const T = scores.length / C;
  const channels = Array.from({ length: C }, (_, c) => `c${c}`);
  const frame = createFrame({ values: new Float32Array(T * C), channels });
  const threshold = { sawLabels: false, kind: 'max', value: 9, rule: 'x', scores: 1 } as const;
  const channelScores = Float32Array.from(scores);
  const detection = { score: new Float32Array(T), channelScores, threshold, alarms: [] };
  const listed = attacks.map(({ rows: [start, end], channels: attacked }, i) => ({
    name: `Attack ${i}`,
    start,
    end: end - 1,
    channels: attacked.map((c) => channels[c]),
    leavesTrace: true,
  }));
  const { metrics } = evaluate(detection, frame, { attacks: listed, draws: 1 });
  expect(Object.keys(values)).toHaveLength(6);
  for (const [key, value] of Object.entries(values)) {
    expect(metrics[key], key).toBeCloseTo(value, 6);
  }
});
