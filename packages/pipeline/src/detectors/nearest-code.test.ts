/** The compiled search of neighbours on threads, in WebAssembly and natively. */
import { dbscan, knn, localOutlierFactor } from '@anodec/classic';
import { createFrame, createRandom, type DetectorEntry } from '@anodec/core';
import { afterEach, expect, test, vi } from 'vitest';
import { loadNearestCode } from './nearest-code.js';

afterEach(() => vi.unstubAllEnvs());

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

/** Where a search is computed. */
interface Place {
  readonly threads: number;
  /** As ANODEC_NATIVE has it: 0 for WebAssembly. */
  readonly native: '0' | '1';
}

async function scoresOf(
  entry: DetectorEntry,
  options: object,
  factors: number,
  { threads, native }: Place,
) {
  vi.stubEnv('ANODEC_THREADS', String(threads));
  vi.stubEnv('ANODEC_NATIVE', native);
  loadNearestCode();
  const fitted = await entry.create(options).fit([table(factors, 1)]);
  return (await fitted.score(table(factors, 2))).rows;
}

test.each([
  ['lof', localOutlierFactor, { k: 20 }],
  ['knn', knn, { k: 5 }],
  ['dbscan', dbscan, { minPts: 10 }],
] as const)(
  '%s has the same bits with 1, 2 and 3 threads, in WebAssembly and natively',
  async (_, entry, options) => {
    for (const factors of [0, 3]) {
      const alone = await scoresOf(entry, options, factors, { threads: 1, native: '0' });
      expect(alone.every((score) => score >= 0)).toBe(true);
      for (const place of [
        { threads: 2, native: '0' },
        { threads: 3, native: '0' },
        { threads: 1, native: '1' },
        { threads: 3, native: '1' },
      ] as const)
        expect(await scoresOf(entry, options, factors, place)).toEqual(alone);
    }
  },
  120_000,
);
