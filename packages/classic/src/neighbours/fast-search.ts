/**
 * Nearest rows by the compiled comparison: leaves of points against leaves of rows, the near ones first, in float32;
 * then the few that are left in float64; on all threads where the search is long.
 *
 * The result is that of nearest-rows.ts to the bit. Some more rows than asked for are kept; where the nearest that
 * were not kept might still be among the nearest, which rounding can bring about and rows that are equally far, the
 * point is searched anew by the slow loop. So it depends neither on the order in which pairs are compared nor on the
 * number of threads.
 */
import { type Points, pointCount, pointsFor } from '../points/point-method.js';
import type { Work } from '../work.js';
import { createNearest, nearestRows } from './nearest-rows.js';
import type { Neighbours } from './neighbours.js';
import { type Axes, DIRECTIONS, growLeaves, LEAF, principalAxes, turn } from './row-leaves.js';
import { type LeafTable, SearchMemory, type Trust } from './search-memory.js';

/** Neighbours kept beyond those asked for. */
const SPARE = 4;
/** Points that are searched at a time at most, and numbers of theirs. */
const MOST_POINTS = 8192;
const MOST_NUMBERS = 4e6;
/** Share of the first directions in the spread of rows below which their differences end too few comparisons early. */
const PRODUCTS_BELOW = 0.5;

/** Rows, ready for searches. */
export interface FastSearch {
  /** Points that are searched within a fraction of a second. */
  readonly pointsAtOnce: number;
  /** Finds the nearest rows to each point; of equally near ones the first. */
  find(points: Points, count: number): Neighbours;
  /** Finds the nearest other rows to each row. */
  findOthers(count: number, work: Work): Promise<Neighbours>;
}

/** Points of such a table that are searched at a time. */
export function pointsAtOnce({ values, size }: Points): number {
  const byTime = pointsFor(values.length / 200);
  const most = Math.min(MOST_POINTS, Math.ceil(MOST_NUMBERS / size), byTime);
  return Math.max(LEAF, Math.floor(most / LEAF) * LEAF);
}

/** Lays rows out for searches; undefined where the code was not provided or memory does not suffice. */
export async function createFastSearch(
  rows: Points,
  most: number,
): Promise<FastSearch | undefined> {
  const D = rows.size;
  const R = pointCount(rows);
  const atOnce = pointsAtOnce(rows);
  const keep = Math.min(most + SPARE, R);
  const memory = await SearchMemory.create({ D, R, keep, most, atOnce });
  if (!memory) return undefined;
  const axes = await principalAxes(rows);
  const table = inLeaves(rows, axes);
  memory.writeRows(table);
  const byProducts = shareOfFirst(table) < PRODUCTS_BELOW;
  return new LeafSearch({ rows, axes, memory, choice: { D, byProducts }, far: farthest(table) });
}

/** How distances are computed. */
interface Choice {
  readonly D: number;
  readonly byProducts: boolean;
}

interface Parts {
  readonly rows: Points;
  readonly axes: Axes;
  readonly memory: SearchMemory;
  readonly choice: Choice;
  /** Largest squared distance of a row from the centre. */
  readonly far: number;
}

class LeafSearch implements FastSearch {
  readonly pointsAtOnce: number;
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.pointsAtOnce = parts.memory.sizes.atOnce;
    this.#parts = parts;
  }

  find({ values, size }: Points, count: number): Neighbours {
    const N = values.length / size;
    const found = roomFor(N, count);
    for (let from = 0; from < N; from += this.pointsAtOnce) {
      const end = Math.min(N, from + this.pointsAtOnce);
      const points = { values: values.subarray(from * size, end * size), size };
      this.#findPiece(points, {
        count,
        rows: found.rows.subarray(from * count, end * count),
        distances: found.distances.subarray(from * count, end * count),
      });
    }
    return found;
  }

  async findOthers(count: number, work: Work): Promise<Neighbours> {
    const { rows, memory, choice, far } = this.#parts;
    const { R } = memory.sizes;
    const found = roomFor(R, count);
    const all = { from: 0, to: Math.ceil(R / LEAF) };
    memory.writeJob(0, count, trustFor(choice, far, far));
    memory.program.run('compareWithin', all, R * LEAF * rows.size);
    const step = this.pointsAtOnce / LEAF;
    for (let from = 0; from < all.to; from += step) {
      const to = Math.min(all.to, from + step);
      memory.program.run('compareAfter', { from, to }, (to - from) * LEAF * rows.values.length);
      await work.piece(Math.min(R, to * LEAF));
    }
    memory.program.run('settleRows', all, R * memory.sizes.keep * rows.size);
    this.#takeFound(rows, found, (n) => n);
    return found;
  }

  #findPiece(points: Points, found: Neighbours): void {
    const { axes, memory, choice, far, rows } = this.#parts;
    const N = pointCount(points);
    const table = inLeaves(points, axes);
    memory.writePoints(table);
    memory.writeJob(N, found.count, trustFor(choice, far, farthest(table)));
    const leaves = { from: 0, to: Math.ceil(N / LEAF) };
    memory.program.run('searchLeaf', leaves, N * rows.values.length);
    this.#takeFound(points, found, () => -1);
  }

  /** Copies what was found, and searches anew where that proves nothing. */
  #takeFound(points: Points, found: Neighbours, selfOf: (n: number) => number): void {
    const { memory, rows } = this.#parts;
    const { rows: nearest, distances } = memory.found(found.rows.length);
    found.rows.set(nearest);
    found.distances.set(distances);
    for (const [n, isProven] of memory.proven(pointCount(points)).entries()) {
      if (isProven === 0) searchAnew(rows, points, { n, self: selfOf(n) }, found);
    }
  }
}

function roomFor(N: number, count: number): Neighbours {
  return { count, rows: new Int32Array(N * count), distances: new Float64Array(N * count) };
}

function inLeaves(points: Points, axes: Axes): LeafTable {
  const turned = turn(points, axes);
  return { points, turned, leaves: growLeaves(turned, points.size) };
}

/**
 * How far a search can be trusted: a sum of D squares in float32, twice over, and coordinates rounded to float32.
 *
 * Products: Higham 2002, "Accuracy and Stability of Numerical Algorithms", section 3.1, with |xy| ≤ (x² + y²)/2, some
 * more for the rounding of the squared norms and of the three terms.
 *
 * @param farRow largest squared distance of a row from the centre
 * @param farPoint that of a point
 */
function trustFor({ D, byProducts }: Choice, farRow: number, farPoint: number): Trust {
  return {
    rounding: (D + 8) * 2 ** -23,
    moved: 2 ** -23 * (Math.sqrt(farRow) + Math.sqrt(farPoint)),
    productError: byProducts ? (D + 16) * 2 ** -24 : 0,
    farRow,
    farPoint,
  };
}

/** The largest squared distance of a point from the centre. */
function farthest({ turned, points: { size: D } }: LeafTable): number {
  let largest = 0;
  for (let start = 0; start < turned.length; start += D) {
    let sum = 0;
    for (let d = start; d < start + D; d++) sum += turned[d] ** 2;
    largest = Math.max(largest, sum);
  }
  return largest;
}

/** The share that the first directions have in the squared distances from the centre. */
function shareOfFirst({ turned, points: { size: D } }: LeafTable): number {
  let [first, all] = [0, 0];
  for (let i = 0; i < turned.length; i++) {
    const square = turned[i] ** 2;
    if (i % D < DIRECTIONS) first += square;
    all += square;
  }
  return all > 0 ? first / all : 1;
}

function searchAnew(
  rows: Points,
  { values, size }: Points,
  { n, self }: { n: number; self: number },
  { count, rows: outRows, distances }: Neighbours,
): void {
  const nearest = createNearest(self < 0 ? count : count + 1);
  nearestRows(rows.values, values.subarray(n * size, (n + 1) * size), nearest);
  const others = [...nearest.rows.keys()].filter((k) => nearest.rows[k] !== self);
  for (let k = 0; k < count; k++) {
    outRows[n * count + k] = nearest.rows[others[k]];
    distances[n * count + k] = nearest.distances[others[k]];
  }
}
