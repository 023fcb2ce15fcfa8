/** What holds for every metric that ranks detectors, whatever its arithmetic. */
import { expect, test } from 'vitest';
import { evaluate } from './evaluate.js';
import { attackAt, dayOf, detectionOf, MINUTE, T } from './evaluation.fixture.js';
import type { Metric, MetricInput } from './metric.js';
import { allMetrics } from './registry.js';
import { differences, flagged, rowsOf } from './rows.fixture.js';

const ATTACKS = [attackAt('Attack 1', 100, 119), attackAt('Attack 2', 300, 309)];

/** The metrics of alarms on a day of minutes; channel b is attacked and explains three quarters. */
const metricsOf = (...alarms: [number, number][]) =>
  evaluate(detectionOf(...alarms), dayOf(), { attacks: ATTACKS, draws: 1 }).metrics;

const PERFECT = metricsOf([100, 120], [300, 310]);
const OTHERS = {
  nothing: metricsOf(),
  everything: metricsOf([0, T]),
  early: metricsOf([90, 110], [290, 305]),
  late: metricsOf([110, 130], [309, 312]),
  torn: metricsOf([100, 102], [104, 106], [110, 112], [300, 301], [800, 900]),
  apart: metricsOf([10, 20], [700, 710]),
};
const RANKED = allMetrics().filter(({ ranked = true }) => ranked);

/** Whether a value of a metric is better than another by more than rounding. */
function isBetter({ higherIsBetter }: Metric, a: number | null, b: number | null): boolean {
  if (a === null || b === null) return false;
  return higherIsBetter ? a > b + 1e-12 : a < b - 1e-12;
}

test.each(RANKED.map((metric) => [metric.key, metric] as const))(
  '%s has its best value for alarms exactly at the attacks',
  (key, metric) => {
    const perfect = PERFECT[key];
    // a delay cannot be shorter than a row, other values can reach the end of the range
    const best = (metric.higherIsBetter ? metric.range[1] : metric.range[0]) ?? 2;
    expect(perfect).toBeCloseTo(metric.unit === 'duration' ? MINUTE : best, 9);
    // an alarm a little before the attack has a shorter delay than the first row of the attack
    const allowed = metric.unit === 'duration' ? ['early', 'everything'] : [];
    const better = Object.entries(OTHERS).filter(([, values]) =>
      isBetter(metric, values[key], perfect),
    );
    expect(better.map(([name]) => name).filter((name) => !allowed.includes(name))).toEqual([]);
  },
);

const OF_ROWS = RANKED.filter(({ scope }) => scope === 'rows');
/** The metrics that look at rows only. */
const valuesOf = (parts: Parameters<typeof rowsOf>[0]) => {
  const input = { rows: rowsOf(parts) } as MetricInput;
  return Object.fromEntries(OF_ROWS.map(({ key, compute }) => [key, compute(input)]));
};

test('moving an alarm out of an attack never helps', () => {
  const labels = flagged('.....#####..........#####.....');
  const other = flagged('.....................##.......');
  const at = (start: number) => other.map((flag, t) => (t >= start && t < start + 3 ? 1 : flag));
  const inside = valuesOf({ labels, flags: at(6) });
  for (const start of [0, 1, 11, 12, 13, 26]) {
    const outside = valuesOf({ labels, flags: at(start) });
    const helped = OF_ROWS.filter((m) => isBetter(m, outside[m.key], inside[m.key]));
    expect([start, helped.map(({ key }) => key)]).toEqual([start, []]);
  }
});

test('a monotone map of the scores changes no metric of the ranking', () => {
  const labels = Array.from({ length: 400 }, (_, t) => (t % 90 > 70 ? 1 : 0));
  const scores = labels.map((label, t) => Math.sin(t * t) + label);
  const flags = labels.map(() => 0);
  const ranking = OF_ROWS.filter(({ family }) => family === 'ranking');
  expect(ranking.length).toBeGreaterThan(5);
  const [plain, mapped] = [scores, scores.map((s) => Math.exp(3 * s) - 7)].map((values) =>
    valuesOf({ labels, scores: values, flags }),
  );
  expect(differences(mapped, plain, 0)).toEqual([]);
});
