/** The contract of every sampler, and what each promises besides. */
import { describe, expect, test } from 'vitest';
import type { Point, Space } from '../space/space.js';
import { gridPoints, gridValues } from './grid.js';
import { createSampler, SamplerConfig, samplers } from './registry.js';
import type { Observation } from './sampler.js';
import { splitTrials } from './tpe.js';

const SPACE: Space = [
  { kind: 'choice', name: 'model', values: ['tree', 'net'] },
  { kind: 'number', name: 'rate', low: 1e-4, high: 1, log: true, integer: false },
  {
    kind: 'number',
    name: 'depth',
    low: 1,
    high: 9,
    log: false,
    integer: true,
    when: { name: 'model', values: ['tree'] },
  },
  {
    kind: 'choice',
    name: 'layers',
    values: [[], [8], [8, 8]],
    when: { name: 'model', values: ['net'] },
  },
];

/** Lowest for nets with a rate near 0.01. */
function lossOf({ model, rate }: Point): number {
  return Math.abs(Math.log10(Number(rate)) + 2) + (model === 'net' ? 0 : 1);
}

function search(kind: string, trials: number, seed: number, config: object = {}): Observation[] {
  const sampler = createSampler({ kind, ...config }, { space: SPACE, seed });
  const history: Observation[] = [];
  for (let number = 0; number < trials; number++) {
    const point = sampler.suggest(number, history, 0);
    if (point) history.push({ point, loss: lossOf(point), state: 'finished', step: 0 });
  }
  return history;
}

describe.each(samplers.kinds())('sampler %s', (kind) => {
  test('stays within the space, and leaves out settings that do not apply', () => {
    for (const { point } of search(kind, 30, 1)) {
      const { model, rate, ...rest } = point;
      expect(Number(rate)).toBeGreaterThanOrEqual(1e-4);
      expect(Number(rate)).toBeLessThanOrEqual(1);
      expect(Object.keys(rest)).toEqual([model === 'tree' ? 'depth' : 'layers']);
    }
  });

  test('suggests the same after the same trials', () => {
    expect(search(kind, 20, 3)).toEqual(search(kind, 20, 3));
  });

  test('refuses a setting that it does not have', () => {
    expect(() => SamplerConfig.parse({ kind, typo: 1 })).toThrow('has no setting typo');
  });
});

test('the grid has each combination once: settings that do not apply do not multiply it', () => {
  const points = [...gridPoints(SPACE, 3)];
  expect(points).toHaveLength(3 * 3 + 3 * 3); // rates × depths, rates × layers
  expect(new Set(points.map((point) => JSON.stringify(point))).size).toBe(18);
  expect(points[0]).toEqual({ model: 'tree', rate: 1e-4, depth: 1 });
  const [, rate, depth] = SPACE;
  expect(gridValues(rate, 3)).toEqual([1e-4, 1e-2, 1]);
  expect(gridValues(depth, 3)).toEqual([1, 5, 9]);
  expect(gridValues({ ...depth, step: 4 } as typeof depth, 3)).toEqual([1, 5, 9]);
  const tenths = {
    kind: 'number',
    name: 'x',
    low: 0.1,
    high: 0.9,
    log: false,
    integer: false,
  } as const;
  expect(gridValues({ ...tenths, step: 0.1 }, 3)).toEqual([
    0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9,
  ]);
  expect(
    createSampler({ kind: 'grid', points: 3 }, { space: SPACE, seed: 1 }).suggest(18, [], 0),
  ).toBe(undefined);
});

test.each(['random', 'tpe'])('%s suggests other points with another seed', (kind) => {
  expect(search(kind, 20, 3)).not.toEqual(search(kind, 20, 4));
});

test('learns: after 40 trials the estimator finds better points than chance, seed by seed', () => {
  const seeds = [1, 2, 3, 4, 5, 6, 7];
  const median = (kind: string, seed: number): number => {
    const late = search(kind, 40, seed)
      .slice(20)
      .map(({ loss }) => loss);
    return late.sort((a, b) => a - b)[10];
  };
  const wins = seeds.filter((seed) => median('tpe', seed) < median('random', seed));
  expect(wins).toEqual(seeds);
});

test('counts the best tenth as good, pruned trials behind finished ones and by how far they came', () => {
  const trial = (loss: number, state: Observation['state'], step: number): Observation => ({
    point: { loss },
    loss,
    state,
    step,
  });
  const known = [
    trial(0.1, 'pruned', 1),
    trial(0.3, 'pruned', 4),
    ...Array.from({ length: 9 }, () => trial(0.01, 'pruned', 0)),
    trial(0.9, 'finished', 9),
  ];
  expect(splitTrials(known).good.map(({ loss }) => loss)).toEqual([0.3, 0.9]); // 2 of 12
});
