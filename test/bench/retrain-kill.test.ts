import { createRandom } from '@anodec/core';
import { expect, test } from 'vitest';
import { killTrainings } from './retrain-kill.soak.js';

test('ends with the same bytes and one new model wherever a training beside a live scoring is killed', async () => {
  // three scorings, each with a process that trains: what takes the time is that they are real
  const { training } = await killTrainings(1, 'pca', createRandom(4));
  expect(training).toBe(1);
});
