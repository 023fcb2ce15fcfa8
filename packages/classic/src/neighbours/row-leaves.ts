/**
 * Rows in an order in which near ones stand together, in leaves with a box around each.
 *
 * Boxes are in the few directions in which rows vary most, where distances are at most the whole ones; so leaves that
 * are far apart by their boxes need not be compared. In many channels this leaves out most of the work where channels
 * go together, as in a plant, and nothing of it in white noise.
 *
 * Source: Bentley 1975, "Multidimensional Binary Search Trees Used for Associative Searching", on principal components
 * after McNames 2001, "A Fast Nearest-Neighbor Algorithm Based on a Principal Axis Search Tree".
 */
import { weightedMoments } from '../density/moments.js';
import type { Points } from '../points/point-method.js';
import { symmetricEigen } from '../symmetric-eigen.js';

/** Rows of a leaf; only the last one may have fewer. */
export const LEAF = 64;
/** Directions of the boxes. */
const DIRECTIONS = 8;
/** Rows that directions are found from. */
const SAMPLE = 2000;
/** The most channels whose principal components are computed; of more, those that vary most are taken. */
const WIDEST = 128;

/** Points in leaves. */
export interface Leaves {
  /** (N), indices of the points, leaf after leaf. */
  readonly order: Int32Array;
  /** (leaves, M), lowest and highest projections of each leaf. */
  readonly lows: Float64Array;
  readonly highs: Float64Array;
}

/** (M, D), orthonormal directions in which rows vary most. */
export async function widestDirections(rows: Points): Promise<Float64Array> {
  const { values, size: D } = rows;
  const N = values.length / D;
  const step = Math.max(1, Math.floor(N / SAMPLE));
  const sample = new Float32Array(Math.ceil(N / step) * D);
  for (let n = 0; n * step < N; n++) {
    sample.set(values.subarray(n * step * D, (n * step + 1) * D), n * D);
  }
  const { covariance } = weightedMoments({ values: sample, size: D });
  const M = Math.min(DIRECTIONS, D);
  if (D <= WIDEST) return (await symmetricEigen(covariance, D)).vectors.subarray(0, M * D);
  const channels = Array.from({ length: D }, (_, d) => d);
  channels.sort((a, b) => covariance[b * (D + 1)] - covariance[a * (D + 1)]);
  const directions = new Float64Array(M * D);
  for (let m = 0; m < M; m++) directions[m * D + channels[m]] = 1;
  return directions;
}

/** Divides points in halves along their widest direction until they fit into leaves. */
export function growLeaves(points: Points, directions: Float64Array): Leaves {
  const N = points.values.length / points.size;
  const M = directions.length / points.size;
  const projected = project(points, directions);
  const order = Int32Array.from({ length: N }, (_, n) => n);
  const count = Math.ceil(N / LEAF);
  const lows = new Float64Array(count * M);
  const highs = new Float64Array(count * M);
  const open = [{ start: 0, end: N }];
  for (let next = open.pop(); next; next = open.pop()) {
    const { start, end } = next;
    const box = boxOf(projected, order.subarray(start, end), M);
    if (end - start <= LEAF) {
      lows.set(box.low, (start / LEAF) * M);
      highs.set(box.high, (start / LEAF) * M);
      continue;
    }
    const widths = box.low.map((low, m) => box.high[m] - low);
    const widest = widths.indexOf(widths.reduce((a, b) => Math.max(a, b)));
    const key = (n: number): number => projected[n * M + widest];
    order.subarray(start, end).sort((a, b) => key(a) - key(b) || a - b);
    const middle = start + LEAF * Math.ceil((end - start) / (2 * LEAF));
    open.push({ start, end: middle }, { start: middle, end });
  }
  return { order, lows, highs };
}

/** The squared distance between the boxes of two leaves, at most that of any two of their points. */
export function boxDistance(a: Leaves, i: number, b: Leaves, j: number): number {
  const M = a.lows.length / Math.ceil(a.order.length / LEAF);
  let sum = 0;
  for (let m = 0; m < M; m++) {
    const gap = Math.max(
      a.lows[i * M + m] - b.highs[j * M + m],
      b.lows[j * M + m] - a.highs[i * M + m],
    );
    if (gap > 0) sum += gap * gap;
  }
  return sum;
}

/** (N, M) */
function project({ values, size: D }: Points, directions: Float64Array): Float64Array {
  const N = values.length / D;
  const M = directions.length / D;
  const projected = new Float64Array(N * M);
  for (let n = 0; n < N; n++) {
    for (let m = 0; m < M; m++) {
      let sum = 0;
      for (let d = 0; d < D; d++) sum += directions[m * D + d] * values[n * D + d];
      projected[n * M + m] = sum;
    }
  }
  return projected;
}

function boxOf(projected: Float64Array, points: Int32Array, M: number) {
  const low = new Float64Array(M).fill(Infinity);
  const high = new Float64Array(M).fill(-Infinity);
  for (const n of points) {
    for (let m = 0; m < M; m++) {
      low[m] = Math.min(low[m], projected[n * M + m]);
      high[m] = Math.max(high[m], projected[n * M + m]);
    }
  }
  return { low, high };
}
