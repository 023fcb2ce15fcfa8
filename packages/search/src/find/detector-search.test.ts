/** The choice of a detector without labels. */
import { createFrame, createRandom } from '@anodec/core';
import { prepareFrame, prepareNormal, PreprocessConfig } from '@anodec/preprocess';
import { expect, test } from 'vitest';
import { DetectorSearch, rateDetectors } from './detector-search.js';

/** Two channels that move together, in noise. */
function plant(T: number) {
  const random = createRandom(3);
  const values = new Float32Array(T * 3);
  for (let t = 0; t < T; t++) {
    const move = Math.sin(t / 20) + 0.3 * random.normal();
    const own = [move, 2 * move, Math.cos(t / 31)];
    for (let c = 0; c < 3; c++) values[t * 3 + c] = own[c] + 0.05 * random.normal();
  }
  return createFrame({ values, channels: ['a', 'b', 'c'] });
}

const NONE = { missing: 0, filled: 0, dropped: 0, inserted: 0 };

const search = (settings: Record<string, unknown>) =>
  DetectorSearch.parse({ rounds: 3, count: 2, ...settings });

test('rates on a recording of more rows than a call takes arguments', async () => {
  const normal = prepareNormal(
    { frames: [plant(1500)], states: new Map(), missing: NONE },
    PreprocessConfig.parse({}),
    1,
  );
  const validation = [prepareFrame(plant(150_000), normal.preprocessing)];
  const candidates = ['random', 'pca'];
  const rated = await rateDetectors({ ...normal, validation }, search({ candidates, rounds: 2 }));
  expect(rated.every(({ auprc }) => auprc > 0)).toBe(true);
});

test('puts a detector that sees the channels above one that sees nothing, with its agreement', async () => {
  const frames = [plant(1500)];
  const normal = prepareNormal(
    { frames, states: new Map(), missing: NONE },
    PreprocessConfig.parse({}),
    1,
  );
  const candidates = ['random', 'knn', 'gaussian-mixture'];
  const rated = await rateDetectors(normal, search({ candidates }));
  expect(rated.map(({ name }) => name).at(-1)).toBe('random');
  expect(rated[0].error).toBe(0);
  expect(rated[0].auprc - rated[2].auprc).toBeGreaterThan(2 * rated[2].error);
  const agreement = Object.fromEntries(rated.map((one) => [one.name, one.agreement]));
  expect(agreement.knn).toBeGreaterThan(agreement.random);
  expect(Math.abs(agreement.random)).toBeLessThan(0.2);
  await expect(rateDetectors(normal, search({ candidates: ['knn', 'knn'] }))).rejects.toThrow(
    'candidates must be distinct, got knn twice',
  );
});
