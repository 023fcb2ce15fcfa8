/** A small sample of the attacks; `npm run soak -- serve` makes all of them. */
import { expect, test } from 'vitest';
import { soak } from './serve.soak.js';

test('finds nothing in fifty damaged tables, slow clients and an artifact that changes', async () => {
  const lines: string[] = [];
  const options = { requests: '50', clients: '6', reloads: '1', seed: '7' };
  await soak((line) => lines.push(line), options);
  expect(lines.at(-1)).toBe('0 findings');
});
