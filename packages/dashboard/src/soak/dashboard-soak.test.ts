/** A small sample of the attacks; `npm run soak -- dashboard` makes all of them. */
import { expect, test } from 'vitest';
import { soak } from './dashboard.soak.js';

test('finds nothing in a hundred hostile requests', async () => {
  const lines: string[] = [];
  await soak((line) => lines.push(line), { requests: '100', clients: '6', seed: '7' });
  expect(lines.at(-1)).toBe('0 findings');
});
