/** Tests of the rectangle rule by hand. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { rectangles } from './rectangles.js';
import { useGolden } from './testing/golden.js';

const fixture = new URL('../../../test/fixtures/classifiers.json', import.meta.url);
const { fitTo } = useGolden(readFileSync(fixture, 'utf8'));

const features = [{ name: 'class', categories: ['car', 'moto'] }, { name: 'length' }];
const values = Float64Array.of(0, 1, 0, 2, 0, 3, 1, 10, 1, 30, 0, 50);
const labels = { classes: ['right', 'wrong'], values: Uint8Array.of(0, 0, 0, 0, 0, 1) };
const row = (...numbers: number[]) => ({ features, values: Float64Array.from(numbers) });

test('accepts what lies in the range of its category, ends included', async () => {
  const fitted = await rectangles.create({ leftOut: 0 }).fit({ features, values }, labels);
  expect([...fitted.predict(row(0, 1, 0, 3, 0, 3.1, 1, 20, 0, 20, 1, 9))]).toEqual([
    0, 0, 1, 0, 1, 1,
  ]);
});

test('leaves the ends of a range out', async () => {
  const fitted = await rectangles.create({ leftOut: 0.25 }).fit({ features, values }, labels);
  expect([...fitted.predict(row(0, 1, 0, 1.5, 0, 2.5, 0, 3, 1, 10, 1, 15))]).toEqual([
    1, 0, 0, 1, 1, 0,
  ]);
});

test('refuses three classes', async () => {
  await expect(fitTo(rectangles, 3, {})).rejects.toThrow(
    'The rectangle rule needs two classes, got 3.',
  );
});
