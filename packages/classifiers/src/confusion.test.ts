/** Tests of the ratios of two classes. */
import { ShapeError } from '@anodec/core';
import { expect, test } from 'vitest';
import { binaryConfusion, confusionMatrix, confusionRatios } from './confusion.js';

test('counts the true class in rows, the predicted one in columns', () => {
  expect([...confusionMatrix([0, 0, 1, 1, 1], [0, 1, 1, 1, 0], 2)]).toEqual([1, 1, 1, 2]);
});

test('has the ratios of the published confusion matrix', () => {
  const ratios = confusionRatios(binaryConfusion([2801, 19, 36, 467]));
  expect(ratios.tpr).toBe(467 / 503);
  expect(ratios.fpr).toBe(19 / 2820);
  expect(ratios.tnr).toBe(2801 / 2820);
  expect(ratios.fnr).toBe(36 / 503);
  expect(ratios.ppv).toBe(467 / 486);
  expect(ratios.npv).toBe(2801 / 2837);
  expect(ratios.fdr).toBe(19 / 486);
  expect(ratios.for).toBe(36 / 2837);
  expect(ratios.accuracy).toBe(3268 / 3323);
  const [precision, recall] = [467 / 486, 467 / 503];
  expect(ratios.f1).toBeCloseTo((2 * precision * recall) / (precision + recall), 14);
});

test('knows no ratio of nothing', () => {
  const silent = confusionRatios(binaryConfusion([8, 0, 2, 0]));
  expect(silent.ppv).toBeNaN();
  expect(silent.fdr).toBeNaN();
  expect(silent.f1).toBe(0);
  const empty = confusionRatios(binaryConfusion([8, 0, 0, 0]));
  expect(empty.tpr).toBeNaN();
  expect(empty.f1).toBeNaN();
});

test('refuses more than two classes', () => {
  expect(() => binaryConfusion(new Int32Array(9))).toThrow(ShapeError);
});
