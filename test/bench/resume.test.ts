import { createRandom } from '@anodec/core';
import { expect, test } from 'vitest';
import { killTrainings } from './resume.soak.js';

test('ends with the same bytes wherever a training is killed and resumed', async () => {
  const flags = '--dropout 0.2 --threads 2 --checkpoint-every-steps 3'.split(' ');
  const { kills } = await killTrainings(2, createRandom(5), [flags]);
  expect(kills).toBeGreaterThanOrEqual(2);
});
