/** Rows that are searched often, by the compiled code where that pays, and else by the loop in nearest-rows.ts. */
import { type Points, pointCount, pointsFor } from '../points/point-method.js';
import type { Work } from '../work.js';
import { createFastSearch, type FastSearch, pointsAtOnce } from './fast-search.js';
import { hasNearestCode } from './nearest-code.js';
import { findNeighbours, findOtherNeighbours, type Neighbours } from './neighbours.js';

/** Numbers of a table from which on it is worth laying it out. */
const LARGE = 50_000;

/** Rows with their nearest others and the nearest to any point; both ways of searching give the same bits. */
export class RowIndex {
  readonly rows: Points;
  readonly #most: number;
  #fast: Promise<FastSearch | undefined> | undefined;

  /** @param most the largest number of neighbours that will be asked for */
  constructor(rows: Points, most: number) {
    this.rows = rows;
    this.#most = most;
  }

  /** Points that are searched within a fraction of a second. */
  get pointsAtOnce(): number {
    return this.#isLarge() ? pointsAtOnce(this.rows) : pointsFor(this.rows.values.length);
  }

  /** As `findNeighbours`; points with missing readings take the loop, which measures over the others. */
  async find(points: Points, count: number): Promise<Neighbours> {
    const isComplete = points.values.every((value) => value === value);
    const fast = isComplete && pointCount(points) > 1 ? await this.#start() : undefined;
    return fast ? fast.find(points, count) : findNeighbours(this.rows, points, count);
  }

  /** As `findOtherNeighbours`. */
  async findOthers(count: number, work: Work): Promise<Neighbours> {
    const fast = await this.#start();
    return fast ? fast.findOthers(count, work) : findOtherNeighbours(this.rows, count, work);
  }

  #isLarge(): boolean {
    return hasNearestCode() && this.rows.values.length >= LARGE;
  }

  #start(): Promise<FastSearch | undefined> {
    this.#fast ??= this.#isLarge()
      ? createFastSearch(this.rows, this.#most)
      : Promise.resolve(undefined);
    return this.#fast;
  }
}
