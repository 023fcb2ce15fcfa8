/** Tests of the random forest against the accuracy of scikit-learn over seeds. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { randomForest } from './random-forest.js';
import { learnedBy, useGolden } from './testing/golden.js';

const fixture = new URL('../../../test/fixtures/classifiers.json', import.meta.url);
const { fitTo, golden, testAccuracy } = useGolden(readFileSync(fixture, 'utf8'));

test('is right as often as scikit-learn, over seeds', async () => {
  let sum = 0;
  for (let seed = 0; seed < 20; seed++) {
    sum += testAccuracy(await fitTo(randomForest, 3, { trees: 60, minSamplesLeaf: 3, seed }));
  }
  // accuracies of single forests differ by 0.01 or so
  expect(Math.abs(sum / 20 - golden.accuracies.forest)).toBeLessThan(0.01);
});

test('grows the same trees from the same seed, and one tree alike whatever the number of trees', async () => {
  const few = learnedBy(await fitTo(randomForest, 3, { trees: 2 })) as { trees: unknown[] };
  const more = learnedBy(await fitTo(randomForest, 3, { trees: 4 })) as { trees: unknown[] };
  expect(more.trees.slice(0, 2)).toEqual(few.trees);
  expect(more.trees[0]).not.toEqual(more.trees[1]);
});

test('is one tree over all rows and columns without drawing', async () => {
  const settings = {
    trees: 2,
    bootstrap: false,
    maxFeatures: 'all',
    minSamplesLeaf: 6,
    maxDepth: 4,
  };
  const { trees } = learnedBy(await fitTo(randomForest, 2, settings)) as {
    trees: { thresholds: number[] }[];
  };
  expect(trees[0].thresholds.map((x) => x.toFixed(6))).toEqual(
    golden.trees[0].tree.thresholds.map((x) => x.toFixed(6)),
  );
});
