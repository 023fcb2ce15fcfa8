import { createRandom } from '@anodec/core';
import { expect, test } from 'vitest';
import { killSearches } from './tune-kill.soak.js';

test('a search that is killed loses no finished trial and runs none again', async () => {
  const { kills, studies, trials, begun } = await killSearches(4, createRandom(2), 12);
  expect(kills).toBeGreaterThanOrEqual(4);
  expect(trials).toBe(12 * studies);
  expect(begun).toBeGreaterThanOrEqual(trials);
});
