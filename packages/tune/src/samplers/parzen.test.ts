/** Densities against Optuna's. */
import { readFileSync } from 'node:fs';
import { createRandom } from '@anodec/core';
import { expect, test } from 'vitest';
import type { Dimension, NumberRange, Value } from '../space/space.js';
import { drawTruncated, normalMass, normalTail } from './normal.js';
import { createParzen, trialWeights } from './parzen.js';

interface Golden {
  readonly weights: Readonly<Record<string, readonly number[]>>;
  readonly densities: readonly {
    readonly space: string;
    readonly priorWeight: number;
    readonly tried: readonly number[];
    readonly asked: readonly number[];
    readonly logDensity: readonly number[];
  }[];
}

const golden = JSON.parse(
  readFileSync(new URL('../../../../test/fixtures/tune.json', import.meta.url), 'utf8'),
) as Golden;

const number = (low: number, high: number, more: Partial<NumberRange> = {}): NumberRange => ({
  kind: 'number',
  name: 'x',
  low,
  high,
  log: false,
  integer: false,
  ...more,
});

const SPACES: Readonly<Record<string, Dimension>> = {
  real: number(-2, 3),
  log: number(1e-5, 1e-1, { log: true }),
  integer: number(1, 12, { integer: true }),
  'log integer': number(4, 128, { integer: true, log: true }),
  stepped: number(0.1, 0.9, { step: 0.1 }),
  choice: { kind: 'choice', name: 'x', values: ['a', 'b', 'c'] },
};

test.each(golden.densities)(
  'has the density of Optuna over $space after $tried.length trials',
  ({ space, priorWeight, tried, asked, logDensity }) => {
    const dimension = SPACES[space];
    const valueOf = (value: number): Value =>
      dimension.kind === 'choice' ? dimension.values[value] : value;
    const parzen = createParzen(dimension, tried.map(valueOf), priorWeight);
    for (const [i, value] of asked.entries()) {
      expect(parzen.logDensity(valueOf(value))).toBeCloseTo(logDensity[i], 8);
    }
  },
);

test('weighs trials as Optuna does', () => {
  for (const [count, weights] of Object.entries(golden.weights)) {
    const own = trialWeights(Number(count));
    expect(own).toHaveLength(weights.length);
    for (const [i, weight] of weights.entries()) expect(own[i]).toBeCloseTo(weight, 12);
  }
});

test('knows the mass of the normal distribution, in the tails too', () => {
  // scipy.stats.norm.sf
  expect(normalTail(1.959963984540054)).toBeCloseTo(0.025, 14);
  expect(normalTail(8) / 6.22096057427178e-16).toBeCloseTo(1, 10);
  expect(normalTail(-1)).toBeCloseTo(0.8413447460685429, 14);
  expect(normalMass(6, 7) / 9.85307832426e-10).toBeCloseTo(1, 6);
  expect(normalMass(-7, -6)).toBe(normalMass(6, 7));
});

test('draws what it holds to be likely, within the bounds', () => {
  const random = createRandom(1);
  const parzen = createParzen(SPACES['log integer'], [64, 66, 70, 63, 65], 1);
  const drawn = Array.from({ length: 400 }, () => Number(parzen.draw(random)));
  expect(drawn.every((value) => Number.isInteger(value) && value >= 4 && value <= 128)).toBe(true);
  expect(drawn.filter((value) => value >= 32).length).toBeGreaterThan(250); // chance alone: about 160
  const cut = { mean: 0, deviation: 1, low: 0.5, high: 1 };
  expect(drawTruncated(random, cut)).toBeGreaterThanOrEqual(0.5);
});
