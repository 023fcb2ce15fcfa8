/** Columns of matrices. */
import { expect, test } from 'vitest';
import { columnOf } from './matrix.js';

test('takes one column of a row-major matrix, as a copy', () => {
  const matrix = Float32Array.of(1, 2, 3, 4, 5, 6);
  const column = columnOf(matrix, 1, 3);
  expect([...column]).toEqual([2, 5]);
  column[0] = 9;
  expect(matrix[1]).toBe(2);
});
