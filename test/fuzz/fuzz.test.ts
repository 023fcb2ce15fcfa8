import { describe, expect, test } from 'vitest';
import { fuzzFamilies, runFamily } from './fuzz.soak.js';

/** How many of each family here; `npm run soak -- fuzz` runs thousands. */
const CASES = 40;

/** How many of them have to be read at least: a reader that refuses everything is no reader. */
const LEAST_READ: Readonly<Record<string, number>> = {
  'changed sheet': 3,
  'cells of every type': 25,
  'changed text table': 10,
  'hostile archive': 3,
  'exported text table': CASES,
  'exported workbook': CASES,
};

describe.each(Object.keys(fuzzFamilies))('a fuzzed %s', (name) => {
  test('is refused in a sentence or read right', async () => {
    const { right, refused, wrong } = await runFamily(name, CASES, 500_000);
    expect(wrong).toEqual([]);
    expect(right + refused).toBe(CASES);
    expect(right).toBeGreaterThanOrEqual(LEAST_READ[name] ?? 0);
  });
});
