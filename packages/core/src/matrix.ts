/** Row-major matrices in one array. */

/**
 * One column of a matrix.
 *
 * @param matrix (T, C), row-major
 * @param column from 0
 * @param C columns of the matrix
 * @returns (T), copied
 */
export function columnOf(matrix: Float32Array, column: number, C: number): Float32Array {
  const values = new Float32Array(matrix.length / C);
  for (let t = 0; t < values.length; t++) values[t] = matrix[t * C + column];
  return values;
}
