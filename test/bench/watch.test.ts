import { createRandom } from '@anodec/core';
import { expect, test } from 'vitest';
import { killWatches } from './watch.soak.js';

test('ends with the same bytes wherever a live scoring is killed', async () => {
  const { rotations } = await killWatches(2, 'pca', createRandom(2));
  expect(rotations).toBeGreaterThan(0);
});
