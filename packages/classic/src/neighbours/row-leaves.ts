/**
 * Rows in an order in which near ones stand together, in leaves with a box around each.
 *
 * The axes are turned to the directions in which rows vary most, which changes no distance. Boxes are along the first
 * few of them, where distances are at most the whole ones; so leaves that are far apart by their boxes need not be
 * compared, and of two rows mostly the first few coordinates. Where channels go together, as in a plant, this leaves
 * out most of the work, in white noise nothing.
 *
 * Source: Bentley 1975, "Multidimensional Binary Search Trees Used for Associative Searching", on principal components
 * after McNames 2001, "A Fast Nearest-Neighbor Algorithm Based on a Principal Axis Search Tree".
 */
import { weightedMoments } from '../density/moments.js';
import type { Points } from '../points/point-method.js';
import { addRowProducts } from '../row-products.js';
import { symmetricEigen } from '../symmetric-eigen.js';

/** Rows of a leaf; only the last one may have fewer. */
export const LEAF = 64;
/** Directions of the boxes. */
export const DIRECTIONS = 8;
/** Rows that directions are found from. */
const SAMPLE = 2000;
/** The most channels whose principal components are computed; of more, the channels themselves are taken. */
const WIDEST = 128;

/** A turn of the axes, the direction in which rows vary most first. */
export interface Axes {
  /** (D), what is subtracted before. */
  readonly centre: Float64Array;
  /** (D, D), orthonormal directions; absent where `channels` stand in their place. */
  readonly directions?: Float64Array;
  /** (D), the channels in the order of their variance. */
  readonly channels: Int32Array;
}

/** Points in leaves. */
export interface Leaves {
  /** (N), indices of the points, leaf after leaf. */
  readonly order: Int32Array;
  /** (leaves, M), lowest and highest coordinates of each leaf along the first axes. */
  readonly lows: Float64Array;
  readonly highs: Float64Array;
}

/** The axes of a table: its principal directions, or its channels where there are many. */
export async function principalAxes(rows: Points): Promise<Axes> {
  const { values, size: D } = rows;
  const N = values.length / D;
  const step = Math.max(1, Math.floor(N / SAMPLE));
  const sample = new Float32Array(Math.ceil(N / step) * D);
  for (let n = 0; n * step < N; n++) {
    sample.set(values.subarray(n * step * D, (n * step + 1) * D), n * D);
  }
  const { mean: centre, covariance } = weightedMoments({ values: sample, size: D });
  const channels = Int32Array.from({ length: D }, (_, d) => d);
  channels.sort((a, b) => covariance[b * (D + 1)] - covariance[a * (D + 1)]);
  if (D > WIDEST) return { centre, channels };
  return { centre, channels, directions: (await symmetricEigen(covariance, D)).vectors };
}

/** (N, D), coordinates of points along the axes, in float64. */
export function turn(
  { values, size: D }: Points,
  { centre, directions, channels }: Axes,
): Float64Array {
  const turned = new Float64Array(values.length);
  const centred = new Float64Array(D);
  for (let start = 0; start < values.length; start += D) {
    for (let d = 0; d < D; d++) centred[d] = values[start + d] - centre[d];
    const out = turned.subarray(start, start + D);
    if (directions) addRowProducts(centred, { values: directions, stride: D, count: D }, out);
    else for (let m = 0; m < D; m++) out[m] = centred[channels[m]];
  }
  return turned;
}

/**
 * Divides points in halves along the widest of the first axes until they fit into leaves.
 *
 * @param turned (N, D), see `turn`
 */
export function growLeaves(turned: Float64Array, D: number): Leaves {
  const N = turned.length / D;
  const M = Math.min(DIRECTIONS, D);
  const order = Int32Array.from({ length: N }, (_, n) => n);
  const count = Math.ceil(N / LEAF);
  const lows = new Float64Array(count * M);
  const highs = new Float64Array(count * M);
  const open = [{ start: 0, end: N }];
  for (let next = open.pop(); next; next = open.pop()) {
    const { start, end } = next;
    const box = boxOf(turned, order.subarray(start, end), D, M);
    if (end - start <= LEAF) {
      lows.set(box.low, (start / LEAF) * M);
      highs.set(box.high, (start / LEAF) * M);
      continue;
    }
    const widths = box.low.map((low, m) => box.high[m] - low);
    const widest = widths.indexOf(widths.reduce((a, b) => Math.max(a, b)));
    const key = (n: number): number => turned[n * D + widest];
    order.subarray(start, end).sort((a, b) => key(a) - key(b) || a - b);
    const middle = start + LEAF * Math.ceil((end - start) / (2 * LEAF));
    open.push({ start, end: middle }, { start: middle, end });
  }
  return { order, lows, highs };
}

function boxOf(turned: Float64Array, points: Int32Array, D: number, M: number) {
  const low = new Float64Array(M).fill(Infinity);
  const high = new Float64Array(M).fill(-Infinity);
  for (const n of points) {
    for (let m = 0; m < M; m++) {
      low[m] = Math.min(low[m], turned[n * D + m]);
      high[m] = Math.max(high[m], turned[n * D + m]);
    }
  }
  return { low, high };
}
