import { describe, expect, test } from 'vitest';
import { fuzzFamilies, runFamily } from './fuzz.soak.js';

/** How many of each family here; `npm run soak -- fuzz` runs thousands. */
const CASES = 40;

describe.each(Object.keys(fuzzFamilies))('a fuzzed %s', (name) => {
  test('is refused in a sentence or read right', async () => {
    const { right, refused, wrong } = await runFamily(name, CASES, 500_000);
    expect(wrong).toEqual([]);
    expect(right + refused).toBe(CASES);
  });
});
