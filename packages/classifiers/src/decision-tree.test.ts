/** Tests of the decision tree against scikit-learn and by hand. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { confusionMatrix } from './confusion.js';
import { decisionTree } from './decision-tree.js';
import { farthest, learnedBy, useGolden } from './testing/golden.js';

const fixture = new URL('../../../test/fixtures/classifiers.json', import.meta.url);
const { fitTo, golden, labelsOf, rows, testRows } = useGolden(readFileSync(fixture, 'utf8'));

interface Learned {
  tree: { columns: number[]; thresholds: number[]; right: number[]; values: number[] };
}

test.each(golden.trees)(
  'grows the tree of scikit-learn for $classes classes with $settings',
  async ({ classes, settings, tree }) => {
    const fitted = await fitTo(decisionTree, classes, settings);
    const learned = learnedBy(fitted) as unknown as Learned;
    expect(learned.tree.columns).toEqual(tree.columns);
    expect(learned.tree.right).toEqual(tree.right);
    expect(farthest(learned.tree.thresholds, tree.thresholds)).toBeLessThan(1e-9);
    expect(farthest(learned.tree.values, tree.values)).toBeLessThan(1e-9);
  },
);

test('takes the same rows for the same class as scikit-learn', async () => {
  const fitted = await fitTo(decisionTree, 2, { maxDepth: 4, minSamplesLeaf: 6 });
  const truth = labelsOf(2, golden.testLabels).values;
  expect([...confusionMatrix(truth, fitted.predict(testRows), 2)]).toEqual(golden.confusion);
});

test('has the class of every training row without limits, where no two rows are alike', async () => {
  const fitted = await fitTo(decisionTree, 3, {});
  expect([...fitted.predict(rows)]).toEqual(golden.labels);
});
