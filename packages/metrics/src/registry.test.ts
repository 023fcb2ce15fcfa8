/** What every metric obeys, also one that is registered from outside. */
import { expect, test } from 'vitest';
import { evaluate } from './evaluate.js';
import { attackAt, dayOf, detectionOf } from './evaluation.fixture.js';
import type { Metric } from './metric.js';
import { allMetrics, describeMetrics, registerMetric } from './registry.js';

const ATTACKS = [attackAt('Attack 1', 100, 119), attackAt('Attack 2', 300, 309)];

/** Nothing alarmed, part of an attack, everything. */
const VALUES = [detectionOf(), detectionOf([105, 130]), detectionOf([0, 1440])].map(
  (detection) => evaluate(detection, dayOf(), { attacks: ATTACKS, draws: 20 }).metrics,
);

test.each(allMetrics().map((metric) => [metric.key, metric] as const))(
  '%s says what it is and stays within its range, also where nothing is or everything is alarmed',
  (key, metric) => {
    expect(key).toMatch(/^[a-z][A-Za-z0-9]*$/);
    expect(metric.description).toMatch(/^[A-Z].*\.$/);
    expect(metric.source).not.toBe('');
    for (const { [key]: value } of VALUES) {
      if (value === null) continue;
      expect(value).toBeGreaterThanOrEqual(metric.range[0] ?? -Infinity);
      expect(value).toBeLessThanOrEqual(metric.range[1] ?? Infinity);
    }
  },
);

test('has a better value for a detector that finds both attacks than for one that finds none', () => {
  const [good, bad] = [
    detectionOf([100, 120], [300, 310]),
    detectionOf([0, 90], [130, 299], [400, 500]),
  ].map((detection) => evaluate(detection, dayOf(), { attacks: ATTACKS }).metrics);
  const worse = allMetrics().filter(({ key, higherIsBetter }) => {
    const [a, b] = [good[key], bad[key]];
    return a !== null && b !== null && (higherIsBetter ? a < b : a > b);
  });
  expect(worse).toEqual([]);
});

/** Attack rows above the threshold for each attack: no metric of the panel. */
const outside: Metric = {
  key: 'flaggedRowsPerAttack',
  title: 'Flagged rows for each attack',
  description: 'Attack rows above the threshold, divided by the attacks.',
  family: 'rows',
  unit: 'number',
  range: [0, null],
  higherIsBetter: true,
  source: 'made up for this test',
  floor: 'Not known.',
  scope: 'events',
  compute: ({ rows, events }) =>
    rows.flags.reduce((sum, flag, n) => sum + flag * rows.labels[n], 0) / events.attacks,
};

test('computes a metric that is registered from outside', () => {
  registerMetric(outside);
  const { metrics } = evaluate(detectionOf([110, 130]), dayOf(), { attacks: ATTACKS });
  expect(metrics.flaggedRowsPerAttack).toBe(10 / 2);
  expect(describeMetrics().at(-1)).toMatchObject({ key: 'flaggedRowsPerAttack', range: [0, null] });
  // 0 / 0 without any attack: not defined
  expect(evaluate(detectionOf(), dayOf()).metrics.flaggedRowsPerAttack).toBeNull();
});

test('refuses a second metric of the same key', () => {
  expect(() => registerMetric({ ...outside, key: 'f1' })).toThrow(
    'The key of a metric must be new, got f1, which is taken.',
  );
});
