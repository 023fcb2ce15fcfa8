/** What a study has found. */
import { createRandom } from '@anodec/core';
import { expect, test } from 'vitest';
import type { Space } from '../space/space.js';
import type { Trial } from '../store/events.js';
import { bestSoFar, epsilonSquared, importances, rankTrials } from './results.js';

const trial = (number: number, value: number | undefined, point: Trial['point'] = {}): Trial => ({
  number,
  key: String(number),
  point,
  state: value === undefined ? 'failed' : 'finished',
  ...(value !== undefined && { value }),
  reports: [],
  seconds: 0,
  attempts: 1,
  deaths: 0,
});

test('ranks by the direction, equal ones by number, failed ones not at all', () => {
  const trials = [trial(0, 2), trial(1, 5), trial(2, undefined), trial(3, 5)];
  expect(rankTrials(trials, 'maximise').map(({ number }) => number)).toEqual([1, 3, 0]);
  expect(rankTrials(trials, 'minimise').map(({ number }) => number)).toEqual([0, 1, 3]);
  expect(bestSoFar(trials, 'maximise').map(({ best }) => best)).toEqual([2, 5, 5]);
});

test('epsilon squared is that of a table computed by hand', () => {
  // groups 1 2 3 | 4 5 9: total 40, within 2 + 14 = 16, spread 16 / 4 = 4
  expect(
    epsilonSquared([
      [1, 2, 3],
      [4, 5, 9],
    ]),
  ).toBeCloseTo((40 - 16 - 4) / 40, 12);
  expect(epsilonSquared([[1, 2], [3]])).toBe(null);
  expect(
    epsilonSquared([
      [1, 1],
      [1, 1],
    ]),
  ).toBe(0);
});

test('a setting that decides the value comes before one that does nothing, which has next to none', () => {
  const space: Space = [
    { kind: 'number', name: 'idle', low: 0, high: 1, log: false, integer: false },
    { kind: 'number', name: 'rate', low: 0, high: 1, log: false, integer: false },
    { kind: 'choice', name: 'cell', values: ['a', 'b'] },
    { kind: 'choice', name: 'rare', values: [1, 2] },
  ];
  const random = createRandom(1);
  const trials = Array.from({ length: 80 }, (_, n) => {
    const [idle, rate] = [random.uniform(), random.uniform()];
    const cell = n % 2 === 0 ? 'a' : 'b';
    return trial(n, 4 * rate + (cell === 'a' ? 0.5 : 0) + 0.1 * random.normal(), {
      idle,
      rate,
      cell,
    });
  });
  const found = importances(space, trials);
  expect(found.map(({ name }) => name)).toEqual(['rate', 'cell', 'idle', 'rare']);
  expect(found[0].share).toBeGreaterThan(0.8);
  expect(found[2].share).toBeLessThan(0.05);
  expect(found[3].share).toBe(null);
});
