/** Thinned lines keep their peaks. */
import { expect, test } from 'vitest';
import { minMaxRows } from './downsample.js';

const flat = new Float32Array(100_000);

test('keeps a peak of a single row', () => {
  const values = flat.slice();
  values[54_321] = 9;
  values[77_777] = -9;
  const rows = minMaxRows(values, 1000);
  expect(rows).toContain(54_321);
  expect(rows).toContain(77_777);
  expect(rows.length).toBeLessThanOrEqual(1002);
});

test('keeps a peak beside missing values', () => {
  const values = flat.slice().fill(NaN, 0, 50_000);
  values[10_000] = 1;
  expect(minMaxRows(values, 100)).toContain(10_000);
});

test('gives rows in order, first and last included, none twice', () => {
  const values = Float32Array.from({ length: 5000 }, (_, t) => Math.sin(t));
  const rows = minMaxRows(values, 300);
  expect(rows[0]).toBe(0);
  expect(rows.at(-1)).toBe(4999);
  for (let i = 1; i < rows.length; i++) expect(rows[i]).toBeGreaterThan(rows[i - 1]);
});

test('keeps all rows where there are few', () => {
  expect([...minMaxRows(Float32Array.of(3, 1, 2), 10)]).toEqual([0, 1, 2]);
});
