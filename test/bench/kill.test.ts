import { createRandom } from '@anodec/core';
import { expect, test } from 'vitest';
import { killConversions } from './kill.soak.js';

test('leaves a whole store behind wherever a conversion is killed', async () => {
  const { kept, replaced } = await killConversions(4, createRandom(3));
  expect(kept + replaced).toBe(4);
  expect(kept).toBeGreaterThan(0);
});
