/** Tests of the line search against MINPACK-2's, as SciPy has it, on functions that need several steps. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { searchLine } from './line-search.js';

const fixture = new URL('../../../../test/fixtures/classifiers.json', import.meta.url);
const { lines } = JSON.parse(readFileSync(fixture, 'utf8')) as {
  lines: Record<string, { first: number; step: number; evaluations: number }[]>;
};

/** Value and slope at a step; the constants are those of Moré and Thuente. */
const functions: Record<string, (a: number) => { value: number; slope: number }> = {
  fraction: (a) => ({ value: -a / (a * a + 2), slope: (a * a - 2) / (a * a + 2) ** 2 }),
  powers: (a) => ({
    value: (a + 0.004) ** 5 - 2 * (a + 0.004) ** 4,
    slope: 5 * (a + 0.004) ** 4 - 8 * (a + 0.004) ** 3,
  }),
  yanai(a) {
    const [b1, b2] = [0.001, 0.01];
    const [g1, g2] = [Math.sqrt(1 + b1 * b1) - b1, Math.sqrt(1 + b2 * b2) - b2];
    const [far, near] = [Math.sqrt((1 - a) ** 2 + b2 * b2), Math.sqrt(a * a + b1 * b1)];
    return { value: g1 * far + g2 * near, slope: (g1 * (a - 1)) / far + (g2 * a) / near };
  },
  waves: (a) => ({
    value: -Math.sin(a) - (2.4 / 17) * Math.sin(17 * a),
    slope: -Math.cos(a) - 2.4 * Math.cos(17 * a),
  }),
};

test.each(Object.keys(functions))('takes the steps of SciPy on %s', (name) => {
  const at = functions[name];
  for (const { first, step, evaluations } of lines[name]) {
    let calls = 0;
    const found = searchLine(at(0), first, (a) => {
      calls++;
      return at(a);
    });
    expect(found).toBeCloseTo(step, 7);
    expect(calls).toBe(evaluations);
  }
});

test('finds nothing where the function only rises after a slope that is wrong', () => {
  expect(
    searchLine({ value: 0, slope: -1 }, 1, (a) => ({ value: a, slope: 1 }), 5),
  ).toBeUndefined();
});
