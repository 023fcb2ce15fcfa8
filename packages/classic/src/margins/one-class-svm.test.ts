/** The one-class SVM against scikit-learn. */
import { readFileSync } from 'node:fs';
import { createFrame, type FittedDetector } from '@anodec/core';
import { expect, test } from 'vitest';
import { oneClassSvm } from './one-class-svm.js';

interface Golden {
  train: number[];
  test: number[];
  oneClassSvm: { nu: number; scores: number[]; support: number };
}

const fixture = new URL('../../../../test/fixtures/detectors.json', import.meta.url);
const golden = JSON.parse(readFileSync(fixture, 'utf8')) as Golden;
const channels = ['a', 'b', 'c', 'd'];
const train = createFrame({ values: Float32Array.from(golden.train), channels });
const probe = createFrame({ values: Float32Array.from(golden.test), channels });
const { nu, scores, support } = golden.oneClassSvm;

/** The largest sum of kernels, that on the border of the class, and the score there. */
function boundOf(fitted: FittedDetector): { largest: number; offset: number; bound: number } {
  const { weights, scale } = fitted.state().arrays;
  const largest = weights.data.reduce((a, b) => a + b, 0);
  return { largest, offset: scale.data[0], bound: Math.log(largest / scale.data[0]) };
}

test('has the decision function of scikit-learn', async () => {
  const fitted = await oneClassSvm.create({ nu, tolerance: 1e-9 }).fit([train]);
  const { rows } = await fitted.score(probe);
  // sums of weights up to 18, kept in float32
  const { largest, offset } = boundOf(fitted);
  const decision = (row: number): number => offset - largest * Math.exp(-row);
  scores.forEach((score, t) => expect(Math.abs(decision(rows[t]) - score)).toBeLessThan(4e-6));
  expect(fitted.state().arrays.weights.shape[0]).toBe(support);
});

test('leaves at most the share ν of the training rows outside', async () => {
  const fitted = await oneClassSvm.create({ nu: 0.2 }).fit([train]);
  const { rows } = await fitted.score(train);
  const outside = rows.filter((score) => score > boundOf(fitted).bound + 1e-3).length / rows.length;
  expect(outside).toBeLessThanOrEqual(0.2);
  expect(outside).toBeGreaterThan(0.1);
});

test('refuses a single row', async () => {
  const one = createFrame({ values: Float32Array.of(1), channels: ['a'] });
  await expect(oneClassSvm.create({}).fit([one])).rejects.toThrow('at least 2 rows');
});

test('scores grow without end, so that no multiple of usual scores is beyond every row', async () => {
  const fitted = await oneClassSvm.create({ nu }).fit([train]);
  const usual = Math.max(...(await fitted.score(train)).rows);
  const far = createFrame({ values: Float32Array.of(1e2, 0, 0, 0, 1e4, 0, 0, 0), channels });
  const [near, farther] = (await fitted.score(far)).rows;
  expect(near).toBeGreaterThan(10 * usual);
  expect(farther).toBeGreaterThan(1000 * near);
});
