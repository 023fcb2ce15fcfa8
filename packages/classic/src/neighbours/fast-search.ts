/**
 * Nearest rows by the compiled comparison: leaves of points against leaves of rows, the near ones first, in float32;
 * then the few that are left in float64.
 *
 * The result is that of nearest-rows.ts to the bit. Some more rows than asked for are kept; where the nearest that
 * were not kept might still be among the nearest, which rounding can bring about and rows that are equally far, the
 * point is searched anew by the slow loop.
 */
import { type Points, pointCount } from '../points/point-method.js';
import type { Work } from '../work.js';
import { type NearestProgram, startNearestProgram } from './nearest-code.js';
import { createNearest, nearestRows } from './nearest-rows.js';
import type { Neighbours } from './neighbours.js';
import {
  type Axes,
  boxDistance,
  growLeaves,
  LEAF,
  type Leaves,
  principalAxes,
  turn,
} from './row-leaves.js';

/** Neighbours kept beyond those asked for. */
const SPARE = 4;
/** Stands for a row beyond the last one: so far that its square is still finite. */
const FAR = 1e15;

/** Rows, ready for searches. */
export interface FastSearch {
  /** Finds the nearest rows to each point; of equally near ones the first. */
  find(points: Points, count: number): Neighbours;
  /** Finds the nearest other rows to each row. */
  findOthers(count: number, work: Work): Promise<Neighbours>;
}

/** Lays rows out for searches; undefined where the code was not handed in or memory does not do. */
export async function createFastSearch(
  rows: Points,
  most: number,
): Promise<FastSearch | undefined> {
  const D = rows.size;
  const R = pointCount(rows);
  const panels = Math.ceil(R / 8);
  const keep = Math.min(most + SPARE, R);
  const program = await startNearestProgram(
    4 * (panels * 8 * (D + 2 * keep + 1) + LEAF * (D + 2 * keep + 1) + 64),
  );
  if (!program) return undefined;
  const axes = await principalAxes(rows);
  const turned = turn(rows, axes);
  const leaves = growLeaves(turned, D);
  const rounding = (D + 8) * 2 ** -23; // relative error of a sum of D squares in float32, twice over
  const layout = layOut(program, { D, R, keep, rounding });
  for (let at = 0; at < panels * 8; at++) {
    const row = at < R ? leaves.order[at] : -1;
    const to = layout.rows / 4 + Math.floor(at / 8) * D * 8 + (at % 8);
    for (let d = 0; d < D; d++) program.floats[to + d * 8] = row < 0 ? FAR : turned[row * D + d];
  }
  const reach = reachOf(turned, D);
  return new LeafSearch({ rows, axes, turned, leaves, program, layout, reach });
}

/** Addresses, in bytes. */
interface Layout {
  readonly D: number;
  readonly R: number;
  /** Neighbours that a list has. */
  readonly keep: number;
  /** Relative error of a squared distance. */
  readonly rounding: number;
  readonly rows: number;
  readonly never: number;
  /** Of the points of one leaf. */
  readonly points: number;
  readonly lists: number;
  readonly limits: number;
  /** Of all rows. */
  readonly allLists: number;
  readonly allLimits: number;
}

function layOut(
  { floats, free }: NearestProgram,
  sizes: Pick<Layout, 'D' | 'R' | 'keep' | 'rounding'>,
): Layout {
  const { D, R, keep } = sizes;
  const padded = Math.ceil(R / 8) * 8;
  let next = free;
  const take = (count: number): number => {
    const at = next;
    next += Math.ceil(count / 4) * 16;
    return at;
  };
  const layout = {
    ...sizes,
    never: take(8),
    rows: take(padded * D),
    points: take(LEAF * D),
    lists: take(LEAF * keep * 2),
    limits: take(LEAF),
    allLists: take(padded * keep * 2),
    allLimits: take(padded),
  };
  floats.fill(-Infinity, layout.never / 4, layout.never / 4 + 8);
  return layout;
}

interface Parts {
  readonly rows: Points;
  readonly axes: Axes;
  /** (R, D), the rows along the axes. */
  readonly turned: Float64Array;
  readonly leaves: Leaves;
  readonly program: NearestProgram;
  readonly layout: Layout;
  /** Largest distance of a row from the centre. */
  readonly reach: number;
}

class LeafSearch implements FastSearch {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  find(points: Points, count: number): Neighbours {
    const { axes, leaves, program, layout } = this.#parts;
    const { D, keep, limits, lists, rounding } = layout;
    const found = roomFor(pointCount(points), count);
    const turned = turn(points, axes);
    const own = growLeaves(turned, D);
    const reach = reachOf(turned, D);
    for (let leaf = 0; leaf * LEAF < own.order.length; leaf++) {
      const members = own.order.subarray(leaf * LEAF, (leaf + 1) * LEAF);
      this.#packPoints(turned, members);
      clearLists(program, lists, limits, { lists: LEAF, keep });
      // lanes beyond the last point are never near
      program.floats.fill(-Infinity, limits / 4 + members.length, limits / 4 + LEAF);
      for (const [other, least] of byDistance(own, leaf, leaves)) {
        if (isBeyond(least, largestOf(program, limits, members.length), rounding)) break;
        this.#compareLeaf(members.length, other);
      }
      for (const [i, n] of members.entries()) {
        this.#settle(points, n, { list: lists + i * keep * 8, self: -1, reach }, found);
      }
    }
    return found;
  }

  async findOthers(count: number, work: Work): Promise<Neighbours> {
    const { rows, turned, leaves, program, layout, reach } = this.#parts;
    const { R, keep, allLists, allLimits, rounding } = layout;
    const found = roomFor(R, count);
    clearLists(program, allLists, allLimits, { lists: Math.ceil(R / 8) * 8, keep });
    const leafCount = Math.ceil(R / LEAF);
    for (let leaf = 0; leaf < leafCount; leaf++) this.#compareMutually(leaf, leaf);
    for (let leaf = 0; leaf < leafCount; leaf++) {
      const own = largestOf(program, allLimits + leaf * LEAF * 4, sizeOfLeaf(leaf, R));
      this.#packPoints(turned, leaves.order.subarray(leaf * LEAF, (leaf + 1) * LEAF));
      for (const [other, least] of byDistance(leaves, leaf, leaves, leaf + 1)) {
        const theirs = largestOf(program, allLimits + other * LEAF * 4, sizeOfLeaf(other, R));
        if (isBeyond(least, Math.max(own, theirs), rounding)) continue;
        this.#compareMutually(leaf, other);
      }
      await work.piece(Math.min(R, (leaf + 1) * LEAF));
    }
    for (let at = 0; at < R; at++) {
      const row = leaves.order[at];
      this.#settle(rows, row, { list: allLists + at * keep * 8, self: row, reach }, found);
    }
    return found;
  }

  /** Puts points in panels of four; the last one is repeated where they are no multiple. */
  #packPoints(turned: Float64Array, members: Int32Array): void {
    const { program, layout } = this.#parts;
    const { D } = layout;
    const padded = Math.ceil(members.length / 4) * 4;
    for (let i = 0; i < padded; i++) {
      const start = members[Math.min(i, members.length - 1)] * D;
      const to = layout.points / 4 + Math.floor(i / 4) * D * 4 + (i % 4);
      for (let d = 0; d < D; d++) program.floats[to + d * 4] = turned[start + d];
    }
  }

  /** Compares the packed points with a leaf of rows. */
  #compareLeaf(count: number, leaf: number): void {
    const { program, layout } = this.#parts;
    const { D, R, keep, points, rows, lists, limits, never } = layout;
    const from = (leaf * LEAF) / 8;
    const to = from + Math.ceil(sizeOfLeaf(leaf, R) / 8);
    for (let i = 0; i < count; i += 4) {
      program.compare(
        points + i * D * 4,
        0,
        rows,
        from,
        to,
        R,
        D,
        keep,
        lists + i * keep * 8,
        0,
        limits + i * 4,
        0,
        never,
      );
    }
  }

  /** Compares a leaf of rows with itself or with a later one, for both. */
  #compareMutually(leaf: number, other: number): void {
    const { turned, leaves, program, layout } = this.#parts;
    const { D, R, keep, points, rows, allLists, allLimits, never } = layout;
    const first = leaf * LEAF;
    if (leaf === other) this.#packPoints(turned, leaves.order.subarray(first, first + LEAF));
    const from = (other * LEAF) / 8;
    const to = from + Math.ceil(sizeOfLeaf(other, R) / 8);
    for (let i = 0; i < sizeOfLeaf(leaf, R); i += 4) {
      const at = first + i;
      program.compare(
        points + i * D * 4,
        at,
        rows,
        from,
        to,
        R,
        D,
        keep,
        allLists + at * keep * 8,
        allLists,
        allLimits + at * 4,
        allLimits,
        never,
      );
    }
  }

  /** Orders what was kept for a point by exact distance, and searches anew where that proves nothing. */
  #settle(points: Points, n: number, { list, self, reach }: Kept, found: Room): void {
    const { rows, leaves, program, layout, reach: ofRows } = this.#parts;
    const { D, keep, rounding } = layout;
    const { count } = found;
    const point = points.values.subarray(n * D, (n + 1) * D);
    const kept: Candidate[] = [];
    for (let k = 0; k < keep; k++) {
      if (program.floats[list / 4 + k] === Infinity) break;
      const row = leaves.order[program.integers[list / 4 + keep + k]];
      kept.push({ row, distance: exactDistance(rows.values, row * D, point) });
    }
    kept.sort((a, b) => a.distance - b.distance || a.row - b.row);
    const last = program.floats[list / 4 + keep - 1];
    const farthest = kept.length < count ? Infinity : kept[count - 1].distance;
    // equal rows at distance 0 are alike, whichever of them are taken
    // coordinates are rounded to float32, which moves a distance by this at most
    const moved = 2 ** -23 * (reach + ofRows);
    const surely = (1 - rounding) * Math.max(0, Math.sqrt(last) - moved) ** 2;
    const isProven = farthest === 0 || farthest < surely;
    if (isProven) {
      for (const [k, { row, distance }] of kept.slice(0, count).entries()) {
        found.rows[n * count + k] = row;
        found.distances[n * count + k] = distance;
      }
    } else searchAnew(rows, point, { n, self }, found);
  }
}

/** Where the list of a point is, and which row the point is itself; -1 for none. */
interface Kept {
  readonly list: number;
  readonly self: number;
  /** Largest distance of a point from the centre. */
  readonly reach: number;
}

interface Candidate {
  readonly row: number;
  readonly distance: number;
}

type Room = Neighbours;

function roomFor(N: number, count: number): Room {
  return { count, rows: new Int32Array(N * count), distances: new Float64Array(N * count) };
}

/** Whether leaves at a least squared distance hold nothing nearer than a limit, whatever was rounded. */
function isBeyond(least: number, limit: number, rounding: number): boolean {
  return least * (1 - rounding) > limit;
}

/** The largest distance of a point from the centre. @param turned (N, D) */
function reachOf(turned: Float64Array, D: number): number {
  let largest = 0;
  for (let start = 0; start < turned.length; start += D) {
    let sum = 0;
    for (let d = start; d < start + D; d++) sum += turned[d] ** 2;
    largest = Math.max(largest, sum);
  }
  return Math.sqrt(largest);
}

function sizeOfLeaf(leaf: number, R: number): number {
  return Math.min(LEAF, R - leaf * LEAF);
}

function clearLists(
  { floats }: NearestProgram,
  lists: number,
  limits: number,
  { lists: count, keep }: { lists: number; keep: number },
): void {
  floats.fill(Infinity, limits / 4, limits / 4 + count);
  for (let i = 0; i < count; i++) {
    floats.fill(Infinity, lists / 4 + i * keep * 2, lists / 4 + i * keep * 2 + keep);
  }
}

function largestOf({ floats }: NearestProgram, limits: number, count: number): number {
  let largest = -Infinity;
  for (let i = limits / 4; i < limits / 4 + count; i++) largest = Math.max(largest, floats[i]);
  return largest;
}

/** Leaves with their least squared distance from one leaf, the nearest first. */
function byDistance(own: Leaves, leaf: number, others: Leaves, first = 0): [number, number][] {
  const count = Math.ceil(others.order.length / LEAF);
  const found: [number, number][] = [];
  for (let j = first; j < count; j++) found.push([j, boxDistance(own, leaf, others, j)]);
  return found.sort((a, b) => a[1] - b[1]);
}

/** Added up channel after channel, as in nearest-rows.ts. */
function exactDistance(values: Float32Array, start: number, point: Float32Array): number {
  let sum = 0;
  for (let d = 0; d < point.length; d++) sum += (point[d] - values[start + d]) ** 2;
  return sum;
}

function searchAnew(
  rows: Points,
  point: Float32Array,
  { n, self }: { n: number; self: number },
  { count, rows: outRows, distances }: Room,
): void {
  const nearest = createNearest(self < 0 ? count : count + 1);
  nearestRows(rows.values, point, nearest);
  const others = [...nearest.rows.keys()].filter((k) => nearest.rows[k] !== self);
  for (let k = 0; k < count; k++) {
    outRows[n * count + k] = nearest.rows[others[k]];
    distances[n * count + k] = nearest.distances[others[k]];
  }
}
