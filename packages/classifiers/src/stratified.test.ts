/** Tests of stratified folds and splits. */
import { expect, test } from 'vitest';
import { stratifiedFolds, stratifiedSplit } from './stratified.js';

const labels = {
  classes: ['usual', 'rare', 'never'],
  values: Uint8Array.from({ length: 100 }, (_, n) => (n % 10 === 0 ? 1 : 0)),
};

const countRare = (rows: Int32Array): number =>
  [...rows].filter((n) => labels.values[n] === 1).length;

test('tests every row in one fold, each class in equal shares', () => {
  const folds = stratifiedFolds(labels, 5, 1);
  expect(folds.flatMap(({ test: rows }) => [...rows]).toSorted((a, b) => a - b)).toEqual([
    ...labels.values.keys(),
  ]);
  for (const { train, test: rows } of folds) {
    expect([rows.length, countRare(rows)]).toEqual([20, 2]);
    expect(new Set([...train, ...rows]).size).toBe(100);
  }
});

test('deals rows out by the seed', () => {
  const folds = (seed: number): string => JSON.stringify(stratifiedFolds(labels, 5, seed));
  expect(folds(1)).toBe(folds(1));
  expect(folds(2)).not.toBe(folds(1));
});

test('splits without a row in both parts', () => {
  const { train, test: rows } = stratifiedSplit(labels, 0.3, 1);
  expect([train.length, countRare(train), rows.length, countRare(rows)]).toEqual([70, 7, 30, 3]);
  expect(new Set([...train, ...rows]).size).toBe(100);
});

test('says so when a class has fewer rows than there are folds', () => {
  expect(() => stratifiedFolds(labels, 11, 1)).toThrow(
    'Each class must have at least as many rows as there are folds, 11, got 10 of rare. ',
  );
  expect(() => stratifiedFolds(labels, 1, 1)).toThrow('folds must be a whole number of at least 2');
});

test('says so when a class has no row for a part', () => {
  expect(() => stratifiedSplit(labels, 0.01, 1)).toThrow(
    'got 10 of rare of which 0 would be tested',
  );
  expect(() => stratifiedSplit(labels, 1.2, 1)).toThrow('must be between 0 and 1, got 1.2');
});
