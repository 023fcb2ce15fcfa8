import { createRandom } from '@anodec/core';
import { expect, test } from 'vitest';
import { killWatches } from './watch.soak.js';

test('ends with the same bytes wherever a live scoring is killed', async () => {
  const { working, rotations } = await killWatches(3, 'pca', createRandom(2));
  expect(working).toBeGreaterThan(0);
  expect(rotations).toBe(1);
});
