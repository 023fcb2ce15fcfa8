/** Tests of linear support vector machines against scikit-learn (LIBLINEAR). */
import { readFileSync } from 'node:fs';
import type { FeatureRows } from '@anodec/core';
import { expect, test } from 'vitest';
import { linearSvm } from './linear-svm.js';
import { farthest, learnedBy, useGolden } from './testing/golden.js';

const fixture = new URL('../../../test/fixtures/classifiers.json', import.meta.url);
const { fitTo, golden, labelsOf, rows, testRows } = useGolden(readFileSync(fixture, 'utf8'));

interface Learned {
  weights: number[];
  intercepts: number[];
}

test.each(golden.svm)(
  'has the weights of scikit-learn for $classes classes with $settings',
  async ({ classes, settings, numbersOnly, weights, intercepts }) => {
    const exact = { ...settings, tolerance: 1e-7, maxIterations: 20_000 };
    const some = numbersOnly ? numbersOf(rows) : rows;
    const fitted = await linearSvm.create(exact).fit(some, labelsOf(classes));
    const learned = learnedBy(fitted) as unknown as Learned;
    expect(farthest(learned.weights, weights)).toBeLessThan(2e-5); // both stop a little before the optimum
    expect(farthest(learned.intercepts, intercepts)).toBeLessThan(2e-5);
  },
);

function numbersOf({ features, values }: FeatureRows): FeatureRows {
  return { features: features.slice(1), values: values.filter((_, i) => i % 3 > 0) };
}

test('has decisions of opposite sign for two classes', async () => {
  const fitted = await fitTo(linearSvm, 2, {});
  const [negative, positive] = fitted.decision?.(testRows) ?? [];
  expect(negative).toBe(-positive);
});
