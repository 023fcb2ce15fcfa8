/** Tests of gradient-boosted trees against scikit-learn. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { gradientBoosting } from './gradient-boosting.js';
import { farthest, joinedDecision, learnedBy, useGolden } from './testing/golden.js';

const fixture = new URL('../../../test/fixtures/classifiers.json', import.meta.url);
const { fitTo, golden, testAccuracy, testRows } = useGolden(readFileSync(fixture, 'utf8'));

test.each(golden.gradientBoosting)(
  'decides as scikit-learn for $classes classes',
  async ({ classes, settings, decision, probabilities }) => {
    const fitted = await fitTo(gradientBoosting, classes, settings);
    const got = joinedDecision(fitted.decision?.(testRows) ?? new Float64Array(0), classes);
    expect(farthest(got.subarray(0, decision.length), decision)).toBeLessThan(1e-9);
    const shares = fitted.probabilities?.(testRows) ?? new Float64Array(0);
    expect(farthest(shares.subarray(0, probabilities.length), probabilities)).toBeLessThan(1e-9);
  },
);

test('learns from the share of the rows that is drawn, differently with another seed', async () => {
  const settings = { subsample: 0.5, maxFeatures: 0.6, trees: 30 };
  const first = await fitTo(gradientBoosting, 3, settings);
  const again = await fitTo(gradientBoosting, 3, settings);
  const other = await fitTo(gradientBoosting, 3, { ...settings, seed: 1 });
  expect(learnedBy(again)).toEqual(learnedBy(first));
  expect(learnedBy(other)).not.toEqual(learnedBy(first));
  expect(testAccuracy(first)).toBeGreaterThan(0.75);
});
