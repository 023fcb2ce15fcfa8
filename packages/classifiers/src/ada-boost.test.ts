/** Tests of AdaBoost against scikit-learn, and of SAMME.R against its formulas in NumPy. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { adaBoost } from './ada-boost.js';
import { farthest, joinedDecision, useGolden } from './testing/golden.js';

const fixture = new URL('../../../test/fixtures/classifiers.json', import.meta.url);
const { fitTo, golden, rows, testRows } = useGolden(readFileSync(fixture, 'utf8'));

test.each(golden.samme)(
  'decides by SAMME as scikit-learn for $classes classes, depth $settings.maxDepth',
  async ({ classes, settings, decision }) => {
    const fitted = await fitTo(adaBoost, classes, settings);
    const got = fitted.decision?.(testRows) ?? new Float64Array(0);
    expect(farthest(joinedDecision(got, classes), decision)).toBeLessThan(1e-9);
  },
);

test.each(golden.sammeR)(
  'decides by SAMME.R as its formulas for $classes classes, depth $settings.maxDepth',
  async ({ classes, settings, decision }) => {
    const fitted = await fitTo(adaBoost, classes, settings);
    expect(farthest(fitted.decision?.(testRows) ?? [], decision)).toBeLessThan(1e-9);
  },
);

test('ends with the first tree that is right everywhere', async () => {
  const fitted = await fitTo(adaBoost, 3, { maxDepth: 0, trees: 20 });
  expect([...fitted.predict(rows)]).toEqual(golden.labels);
  const { trees } = fitted.state().model.learned as { trees: unknown[] };
  expect(trees).toHaveLength(1);
});

test('says so when no tree is better than chance', async () => {
  // every combination once with each class: no question helps
  const same = { features: [{ name: 'x' }], values: Float64Array.of(0, 0, 1, 1) };
  const labels = { classes: ['a', 'b'], values: Uint8Array.of(0, 1, 0, 1) };
  await expect(adaBoost.create({}).fit(same, labels)).rejects.toThrow(
    'AdaBoost needs trees that are right more often than chance, got none. ',
  );
});
