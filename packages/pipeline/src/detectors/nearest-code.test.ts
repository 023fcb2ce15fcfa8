/** The compiled search of neighbours on threads. */
import { dbscan, knn, localOutlierFactor } from '@anodec/classic';
import { createFrame, createRandom, type DetectorEntry } from '@anodec/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadNearestCode } from './nearest-code.js';

const before = process.env['ANODEC_THREADS'];
beforeAll(() => loadNearestCode());
afterAll(() => {
  if (before === undefined) delete process.env['ANODEC_THREADS'];
  else process.env['ANODEC_THREADS'] = before;
});

const channels = Array.from({ length: 26 }, (_, c) => `c${c}`);

/** Rows that move together in `factors` ways, every second one twice; without any, white noise. */
function table(factors: number, seed: number) {
  const random = createRandom(seed);
  const loads = Array.from({ length: factors * 26 }, () => random.normal());
  const values = new Float32Array(2400 * 26);
  for (let r = 0; r < 2400; r++) {
    const moves = Array.from({ length: factors }, () => random.normal());
    for (let c = 0; c < 26; c++) {
      const value = moves.reduce((sum, x, f) => sum + x * loads[f * 26 + c], random.normal() / 3);
      values[r * 26 + c] = r % 4 === 1 ? values[(r - 1) * 26 + c] : value;
    }
  }
  return createFrame({ values, channels });
}

/** Scores of a detector with so many threads. */
async function scoresOf(entry: DetectorEntry, options: object, factors: number, threads: number) {
  process.env['ANODEC_THREADS'] = String(threads);
  const fitted = await entry.create(options).fit([table(factors, 1)]);
  return (await fitted.score(table(factors, 2))).rows;
}

test.each([
  ['lof', localOutlierFactor, { k: 20 }],
  ['knn', knn, { k: 5 }],
  ['dbscan', dbscan, { minPts: 10 }],
] as const)(
  '%s has the same bits with 1, 2 and 3 threads',
  async (_, entry, options) => {
    for (const factors of [0, 3]) {
      const alone = await scoresOf(entry, options, factors, 1);
      expect(alone.every((score) => score >= 0)).toBe(true);
      expect(await scoresOf(entry, options, factors, 2)).toEqual(alone);
      expect(await scoresOf(entry, options, factors, 3)).toEqual(alone);
    }
  },
  120_000,
);
