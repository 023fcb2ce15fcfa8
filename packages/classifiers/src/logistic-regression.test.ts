/** Tests of logistic regression against scikit-learn. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { logisticRegression } from './logistic-regression.js';
import { farthest, learnedBy, useGolden } from './testing/golden.js';

const fixture = new URL('../../../test/fixtures/classifiers.json', import.meta.url);
const { fitTo, golden, testAccuracy } = useGolden(readFileSync(fixture, 'utf8'));

interface Learned {
  weights: number[];
  intercepts: number[];
}

test.each(golden.logistic)(
  'has the weights of scikit-learn for $classes classes with $settings.penalty',
  async ({ classes, settings, weights, intercepts }) => {
    const exact = { ...settings, tolerance: 1e-9, maxIterations: 20_000 };
    const fitted = await fitTo(logisticRegression, classes, exact);
    const learned = learnedBy(fitted) as unknown as Learned;
    expect(farthest(learned.weights, weights)).toBeLessThan(2e-5); // scikit-learn's own solvers differ by as much
    expect(farthest(learned.intercepts, intercepts)).toBeLessThan(2e-5);
  },
);

test('bends its boundaries with products of columns', async () => {
  const straight = await fitTo(logisticRegression, 3, { c: 10 });
  const bent = await fitTo(logisticRegression, 3, { c: 10, degree: 2 });
  expect(testAccuracy(bent)).toBeGreaterThan(0.79);
  // 5 columns; squares of 2 numbers, their product, and 2 × 3 products with a category
  expect((learnedBy(straight) as unknown as { terms: unknown[] }).terms).toHaveLength(5);
  expect((learnedBy(bent) as unknown as { terms: unknown[] }).terms).toHaveLength(14);
});
