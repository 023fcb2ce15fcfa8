/** The metrics of rows against brute force (utils/golden/metrics_panel.py). */
import { readFileSync } from 'node:fs';
import { createFrame } from '@anodec/core';
import { expect, test } from 'vitest';
import { evaluate } from './evaluate.js';
import type { MetricInput } from './metric.js';
import { rangeReward, type RangeReward } from './range-based.js';
import { type RangeAreas, rangeAreas } from './range-areas.js';
import { allMetrics } from './registry.js';
import { differences, rowsOf } from './rows.fixture.js';
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
  readFileSync(new URL('../../../test/fixtures/metrics-panel.json', import.meta.url), 'utf8'),
) as {
  cases: Golden[];
  rootCause: {
    channels: number;
    scores: number[];
    attacks: { rows: [number, number]; channels: number[] }[];
    values: Record<string, number>;
  };
};

test.each(cases)('computes what the definitions say: $name', (golden) => {
  const input = { rows: rowsOf(golden) } as MetricInput;
  const ofRows = allMetrics().filter(({ scope }) => scope === 'rows');
  const values = Object.fromEntries(ofRows.map(({ key, compute }) => [key, compute(input)]));
  expect(Object.keys(golden.values)).toHaveLength(23);
  expect(differences(values, golden.values)).toEqual([]);
});

test.each(cases)('rewards ranges as the paper says, with every bias: $name', (golden) => {
  const rows = rowsOf(golden);
  const nameOf = (reward: RangeReward) => Object.values(reward).slice(0, 3).join(' ');
  const named = golden.rewards.map((reward) => [nameOf(reward), reward.value] as const);
  const computed = golden.rewards.map((reward) => [
    nameOf(reward),
    rangeReward(attackRuns(rows), alarmRuns(rows), reward),
  ]);
  expect(new Set(named.map(([name]) => name)).size).toBe(16);
  expect(differences(Object.fromEntries(computed), Object.fromEntries(named))).toEqual([]);
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
  // channel scores are 32-bit floats here
  expect(differences(metrics, values, 1e-6)).toEqual([]);
});
