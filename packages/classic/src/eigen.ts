/** The result of the eigenvalue methods. */

/** Eigenvalues with their eigenvectors. */
export interface Eigen {
  /** (N) */
  readonly values: Float64Array;
  /** (N, N), one eigenvector of length 1 in each row, in the order of the values. */
  readonly vectors: Float64Array;
}
