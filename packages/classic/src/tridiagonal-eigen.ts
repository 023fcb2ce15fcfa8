/**
 * Eigenvalues and eigenvectors of a symmetric matrix of any size: Householder reflections make it
 * tridiagonal, implicit QL rotations make it diagonal.
 *
 * All inner loops run along rows, so that a matrix of a thousand channels passes through the caches.
 *
 * Source: Golub & Van Loan 2013, "Matrix Computations", 4th edition, sections 8.3.1 and 8.3.3; Dubrulle,
 * Martin & Wilkinson 1968, "The Implicit QL Algorithm".
 */
import type { Eigen } from './eigen.js';
import type { Work } from './work.js';

/** More rotations of one eigenvalue than any matrix needs: two or three are usual. */
const MOST_ROUNDS = 60;

/** Share of the work that is done when the matrix is tridiagonal, and when the basis is there. */
const REDUCED = 0.4;
const ACCUMULATED = 0.6;

/**
 * Decomposes a symmetric matrix.
 *
 * @param a (N, N), overwritten
 * @returns in no order
 */
export async function tridiagonalEigen(a: Float64Array, N: number, work: Work): Promise<Eigen> {
  const { diagonal, below, scales } = await reduce(a, N, work);
  const vectors = await accumulate(a, scales, N, work);
  await diagonalise(diagonal, below, vectors, N, work);
  return { values: diagonal, vectors };
}

/** A tridiagonal matrix, and the reflections that led to it. */
interface Reduced {
  /** (N) */
  readonly diagonal: Float64Array;
  /** (N), element i couples i and i + 1; the last is 0. */
  readonly below: Float64Array;
  /** (N), reflection k is 1 − scales[k]·v·vᵀ; its v is row k of the matrix, from column k + 1 on. */
  readonly scales: Float64Array;
}

/** Makes the lower triangle of `a` tridiagonal; the reflections stay in its upper one. */
async function reduce(a: Float64Array, N: number, work: Work): Promise<Reduced> {
  const diagonal = new Float64Array(N);
  const below = new Float64Array(N);
  const scales = new Float64Array(N);
  const product = new Float64Array(N);
  for (let k = 0; k < N; k++) {
    diagonal[k] = a[k * N + k];
    if (k === N - 1) break;
    const v = a.subarray(k * N, (k + 1) * N);
    for (let i = k + 1; i < N; i++) v[i] = a[i * N + k];
    const { scale, length } = reflection(v, k + 1);
    scales[k] = scale;
    below[k] = length;
    if (scale !== 0) reflectBothSides(a, v, scale, product, k + 1);
    if (k % 8 === 0) await work.piece(REDUCED * (1 - (1 - k / N) ** 3));
  }
  return { diagonal, below, scales };
}

/**
 * Turns a vector into the one that reflects it onto its first axis, in place.
 *
 * @param from first element of the vector
 * @returns the scale of the reflection and the element that is left
 */
function reflection(v: Float64Array, from: number): { scale: number; length: number } {
  let rest = 0;
  for (let i = from + 1; i < v.length; i++) rest += v[i] * v[i];
  const first = v[from];
  if (rest === 0) return { scale: 0, length: first };
  const norm = Math.sqrt(first * first + rest);
  const length = first > 0 ? -norm : norm; // the sign that does not cancel
  v[from] = first - length;
  return { scale: 2 / (v[from] * v[from] + rest), length };
}

/** a − v·wᵀ − w·vᵀ on the lower triangle from row `from` on, which is the reflection on both sides. */
function reflectBothSides(
  a: Float64Array,
  v: Float64Array,
  scale: number,
  w: Float64Array,
  from: number,
): void {
  const N = v.length;
  w.fill(0, from);
  for (let i = from; i < N; i++) {
    const vi = v[i];
    let sum = 0;
    for (let j = from, at = i * N + from; j < i; j++, at++) {
      sum += a[at] * v[j];
      w[j] += a[at] * vi;
    }
    w[i] += sum + a[i * N + i] * vi;
  }
  let along = 0;
  for (let i = from; i < N; i++) along += w[i] * v[i];
  const half = (scale * scale * along) / 2;
  for (let i = from; i < N; i++) w[i] = scale * w[i] - half * v[i];
  for (let i = from; i < N; i++) {
    const [vi, wi] = [v[i], w[i]];
    for (let j = from, at = i * N + from; j <= i; j++, at++) a[at] -= vi * w[j] + wi * v[j];
  }
}

/** (N, N), the product of all reflections, transposed: its rows are the basis of the tridiagonal form. */
async function accumulate(
  a: Float64Array,
  scales: Float64Array,
  N: number,
  work: Work,
): Promise<Float64Array> {
  const q = new Float64Array(N * N);
  for (let i = 0; i < N; i++) q[i * N + i] = 1;
  for (let k = N - 2; k >= 0; k--) {
    if (scales[k] === 0) continue;
    const v = a.subarray(k * N, (k + 1) * N);
    // rows and columns up to k are still those of the unit matrix
    for (let i = k + 1; i < N; i++) {
      const start = i * N;
      let along = 0;
      for (let j = k + 1; j < N; j++) along += q[start + j] * v[j];
      const step = scales[k] * along;
      for (let j = k + 1; j < N; j++) q[start + j] -= step * v[j];
    }
    if (k % 8 === 0) await work.piece(REDUCED + (ACCUMULATED - REDUCED) * (1 - k / N) ** 3);
  }
  return q;
}

/** Rotates the tridiagonal matrix until it is diagonal; the rows of `vectors` turn with it. */
async function diagonalise(
  d: Float64Array,
  e: Float64Array,
  vectors: Float64Array,
  N: number,
  work: Work,
): Promise<void> {
  for (let l = 0; l < N; l++) {
    for (let round = 0; round < MOST_ROUNDS; round++) {
      const m = firstSplit(d, e, l);
      if (m === l) break;
      rotateBlock(d, e, vectors, l, m);
      await work.piece(1 - (1 - ACCUMULATED) * (1 - l / N) ** 2);
    }
  }
}

/** The last row of the block that begins at `l`: its coupling to the next one is too small to count. */
function firstSplit(d: Float64Array, e: Float64Array, l: number): number {
  let m = l;
  while (m < d.length - 1) {
    if (Math.abs(e[m]) <= Number.EPSILON * (Math.abs(d[m]) + Math.abs(d[m + 1]))) break;
    m += 1;
  }
  return m;
}

/** One implicit QL step on rows l to m, shifted towards the eigenvalue at `l`. */
function rotateBlock(
  d: Float64Array,
  e: Float64Array,
  vectors: Float64Array,
  l: number,
  m: number,
): void {
  const half = (d[l + 1] - d[l]) / (2 * e[l]);
  const root = Math.hypot(half, 1);
  let g = d[m] - d[l] + e[l] / (half + (half < 0 ? -root : root));
  let s = 1;
  let c = 1;
  let p = 0;
  for (let i = m - 1; i >= l; i--) {
    const f = s * e[i];
    const b = c * e[i];
    const r = Math.hypot(f, g);
    e[i + 1] = r;
    if (r === 0) {
      d[i + 1] -= p; // the block splits here
      e[m] = 0;
      return;
    }
    s = f / r;
    c = g / r;
    g = d[i + 1] - p;
    const t = (d[i] - g) * s + 2 * c * b;
    p = s * t;
    d[i + 1] = g + p;
    g = c * t - b;
    rotateRows(vectors, d.length, i, c, s);
  }
  d[l] -= p;
  e[l] = g;
  e[m] = 0;
}

/** Rotates rows i and i + 1. */
function rotateRows(rows: Float64Array, N: number, i: number, c: number, s: number): void {
  for (let upper = i * N, lower = upper + N, k = 0; k < N; k++, upper++, lower++) {
    const [x, y] = [rows[upper], rows[lower]];
    rows[lower] = s * x + c * y;
    rows[upper] = c * x - s * y;
  }
}
