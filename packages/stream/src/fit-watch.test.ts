/** Whether a model still fits, on made-up scores. */
import { createRandom } from '@anodec/core';
import { fitCalibration, normalProbabilityOf } from '@anodec/eval';
import { expect, test } from 'vitest';
import { startFitWatch } from './fit-watch.js';

/** Squares of normal numbers, as errors are, times a factor. */
function scores(rows: number, seed: number, factor = 1): Float32Array {
  const random = createRandom(seed);
  return Float32Array.from({ length: rows }, () => factor * random.normal() ** 2);
}

/** What is said of successive scores: the row and the answer. */
function said(calibration: ReturnType<typeof fitCalibration>, rows: number, all: Iterable<number>) {
  const watch = startFitWatch(calibration, rows);
  const found: [row: number, state: string][] = [];
  let row = 0;
  for (const score of all) {
    const change = watch.push(normalProbabilityOf(calibration, score));
    if (change) found.push([row, change.state]);
    row++;
  }
  return found;
}

test('says nothing while scores are those of training, and once when they are not', () => {
  const calibration = fitCalibration(scores(3000, 1));
  expect(said(calibration, 500, scores(5000, 2))).toEqual([]);
  const moved = [...scores(1000, 3), ...scores(1500, 4, 4), ...scores(1500, 5)];
  const found = said(calibration, 500, moved);
  expect(found.map(([, state]) => state)).toEqual(['lost', 'regained']);
  const [[lost], [regained]] = found;
  expect(lost).toBeGreaterThan(1000);
  expect(lost).toBeLessThan(1500);
  expect(regained).toBeGreaterThan(2500);
  expect(regained).toBeLessThan(3000);
});

test('sees scores that are too small as well: a sensor that stands still scores low', () => {
  const calibration = fitCalibration(scores(3000, 1));
  expect(said(calibration, 500, scores(600, 2, 0.1)).map(([, state]) => state)).toEqual(['lost']);
});

test('is moved little by an attack of a twentieth of the rows', () => {
  const calibration = fitCalibration(scores(3000, 1));
  const attacked = scores(2000, 2);
  attacked.fill(100, 800, 850);
  expect(said(calibration, 1000, attacked)).toEqual([]);
});

test('takes scores that are nearly all alike as they were, and waits for enough rows', () => {
  const alike = Float32Array.from({ length: 1000 }, (_, t) => (t % 50 === 0 ? 1 + t : 0.001));
  const calibration = fitCalibration(alike);
  expect(said(calibration, 500, alike)).toEqual([]);
  expect(said(calibration, 500, new Float32Array(499).fill(9))).toEqual([]);
  expect(said(calibration, 500, new Float32Array(500).fill(9))).toEqual([[499, 'lost']]);
  expect(said(calibration, 500, new Float32Array(900).fill(NaN))).toEqual([]);
});
