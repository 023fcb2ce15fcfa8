/**
 * Clusters of rows by density, DBSCAN: a row with enough rows around it is a core, cores in reach of each other are
 * a cluster, a row that no core reaches is noise.
 *
 * Source: Ester, Kriegel, Sander & Xu 1996, "A Density-Based Algorithm for Discovering Clusters in Large Spatial
 * Databases with Noise"; the numbering of clusters and of rows between two of them is that of scikit-learn.
 */
import { type Points, pointCount } from '../points/point-method.js';
import { quietWork, type Work } from '../work.js';

/** What is a cluster. */
export interface ClusterChoice {
  /** Distance within which rows are neighbours. */
  readonly eps: number;
  /** Rows within `eps`, itself included, that make a row a core. */
  readonly minPts: number;
}

/** Clusters of rows. */
export interface Clusters {
  /** (R), number of each row's cluster from 0 on; -1 for noise. */
  readonly labels: Int32Array;
  /** Number of clusters. */
  readonly count: number;
  /** Indices of the cores, increasing. */
  readonly cores: Int32Array;
}

/** The number that noise has for a cluster. */
export const NOISE = -1;

/**
 * Clusters the rows of a table.
 *
 * @param rows (R, D), complete
 */
export async function clusterRows(
  rows: Points,
  { eps, minPts }: ClusterChoice,
  work: Work = quietWork,
): Promise<Clusters> {
  const R = pointCount(rows);
  const labels = new Int32Array(R).fill(NOISE);
  const isCore = new Uint8Array(R);
  const counts = new Int32Array(R);
  for (let r = 0; r < R; r++) {
    counts[r] = neighboursWithin(rows, r, eps).length;
    if (counts[r] >= minPts) isCore[r] = 1;
    if (r % 64 === 0) await work.piece(Math.floor(r / 2));
  }
  let count = 0;
  for (let r = 0; r < R; r++) {
    if (isCore[r] === 0 || labels[r] !== NOISE) continue;
    labels[r] = count;
    const open = [r];
    for (let row = open.pop(); row !== undefined; row = open.pop()) {
      for (const other of neighboursWithin(rows, row, eps)) {
        if (labels[other] !== NOISE) continue;
        labels[other] = count;
        if (isCore[other] === 1) open.push(other);
      }
    }
    count++;
    await work.piece(Math.floor((R + r) / 2));
  }
  const cores = Int32Array.from([...isCore.keys()].filter((r) => isCore[r] === 1));
  return { labels, count, cores };
}

/** Rows within a distance of a row, itself included. */
function neighboursWithin({ values, size }: Points, row: number, eps: number): number[] {
  const limit = eps ** 2;
  const found: number[] = [];
  for (let r = 0, start = 0; start < values.length; r++, start += size) {
    let sum = 0;
    for (let d = 0; d < size && sum <= limit; d++) {
      sum += (values[row * size + d] - values[start + d]) ** 2;
    }
    if (sum <= limit) found.push(r);
  }
  return found;
}
