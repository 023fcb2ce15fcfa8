/** The memory of a search: where everything lies that assembly/job.ts reads, and the job itself. */
import { type Points, pointCount } from '../points/point-method.js';
import {
  FREE,
  JOB,
  type NearestProgram,
  nearestThreadCount,
  startNearestProgram,
} from './nearest-code.js';
import { DIRECTIONS, LEAF, type Leaves } from './row-leaves.js';

/** Stands for a coordinate beyond the last point: so far that its square is still finite. */
const FAR = 1e15;
/** Bytes before the order of leaves in the room of a thread. */
const PAIRS = 128;

/** What a memory is for. */
export interface SearchSizes {
  /** Numbers of a point. */
  readonly D: number;
  /** Rows that are searched. */
  readonly R: number;
  /** Points that are searched at a time at most. */
  readonly atOnce: number;
  /** Rows that a list keeps. */
  readonly keep: number;
  /** The largest number of neighbours that is asked for. */
  readonly most: number;
}

/** Addresses of a table in leaves, in bytes; see `Table` in assembly/job.ts. */
interface TablePlace {
  readonly panels: number;
  readonly order: number;
  readonly lows: number;
  readonly highs: number;
  readonly values: number;
  readonly lists: number;
  readonly limits: number;
  readonly norms: number;
}

interface Layout {
  readonly rows: TablePlace;
  readonly points: TablePlace;
  readonly locks: number;
  readonly never: number;
  readonly scratch: number;
  readonly scratchSize: number;
  readonly foundRows: number;
  readonly foundDistances: number;
  readonly proven: number;
}

/** A table as it is put into the memory. */
export interface LeafTable {
  readonly points: Points;
  /** (N, D), coordinates along the axes. */
  readonly turned: Float64Array;
  readonly leaves: Leaves;
}

/** How far results can be trusted. */
export interface Trust {
  /** Relative error of a squared distance. */
  readonly rounding: number;
  /** By how much rounded coordinates move a distance. */
  readonly moved: number;
  /** Error of a squared distance from products, as a share of both squared norms; 0: differences are to be taken. */
  readonly productError: number;
  /** The largest squared norm of a row, and of a point. */
  readonly farRow: number;
  readonly farPoint: number;
}

/** Rows and points in the memory of the compiled search. */
export class SearchMemory {
  readonly sizes: SearchSizes;
  readonly program: NearestProgram;
  readonly #layout: Layout;
  readonly #bytes: Uint8Array;
  readonly #doubles: Float64Array;

  private constructor(sizes: SearchSizes, program: NearestProgram, layout: Layout) {
    this.sizes = sizes;
    this.program = program;
    this.#layout = layout;
    this.#bytes = new Uint8Array(program.floats.buffer);
    this.#doubles = new Float64Array(program.floats.buffer);
  }

  /** Undefined where the code was not provided or there is not enough memory. */
  static async create(sizes: SearchSizes): Promise<SearchMemory | undefined> {
    const { layout, end } = layOut(sizes, nearestThreadCount());
    const program = await startNearestProgram(end);
    if (!program) return undefined;
    program.floats.fill(-Infinity, layout.never / 4, layout.never / 4 + 8);
    return new SearchMemory(sizes, program, layout);
  }

  /** Puts the rows that are searched in their places. */
  writeRows(table: LeafTable): void {
    this.#write(table, this.#layout.rows);
  }

  /** Puts points in their places. */
  writePoints(table: LeafTable): void {
    this.#write(table, this.#layout.points);
  }

  /** Writes the job; its order is that of assembly/job.ts. */
  writeJob(points: number, wanted: number, trust: Trust): void {
    const { integers } = this.program;
    const { D, R, keep } = this.sizes;
    const layout = this.#layout;
    const { scratchSize, locks, never, scratch, foundRows, foundDistances, proven } = layout;
    const M = Math.min(DIRECTIONS, D);
    const words = [scratchSize, D, M, keep, wanted, locks, never, scratch];
    integers.set([...words, foundRows, foundDistances, proven], JOB / 4);
    integers.set([R, ...placeWords(layout.rows)], JOB / 4 + 16);
    integers.set([points, ...placeWords(layout.points)], JOB / 4 + 32);
    const { rounding, moved, productError, farRow, farPoint } = trust;
    this.#doubles.set([rounding, moved, productError, farRow, farPoint], JOB / 8 + 24);
  }

  /** (N), 1 where the neighbours of a point are proven. */
  proven(N: number): Uint8Array {
    return this.#bytes.subarray(this.#layout.proven, this.#layout.proven + N);
  }

  /** (N, wanted), what was found. */
  found(size: number): { rows: Int32Array; distances: Float64Array } {
    const { foundRows, foundDistances } = this.#layout;
    const rows = this.program.integers.subarray(foundRows / 4, foundRows / 4 + size);
    return {
      rows,
      distances: this.#doubles.subarray(foundDistances / 8, foundDistances / 8 + size),
    };
  }

  #write({ points, turned, leaves }: LeafTable, place: TablePlace): void {
    const { floats, integers } = this.program;
    const { size: D } = points;
    const N = pointCount(points);
    for (let at = 0; at < roundUp(N, 8); at++) {
      const start = at < N ? leaves.order[at] * D : -1;
      const to = place.panels / 4 + (at >> 3) * D * 8 + (at & 7);
      let norm = 0;
      for (let d = 0; d < D; d++) {
        const value = start < 0 ? FAR : turned[start + d];
        floats[to + d * 8] = value;
        norm += value * value;
      }
      floats[place.norms / 4 + at] = norm;
    }
    integers.set(leaves.order, place.order / 4);
    floats.set(points.values, place.values / 4);
    this.#doubles.set(leaves.lows, place.lows / 8);
    this.#doubles.set(leaves.highs, place.highs / 8);
  }
}

function layOut(sizes: SearchSizes, threads: number) {
  const { D, R, keep, most, atOnce } = sizes;
  let end = FREE;
  const take = (bytes: number): number => {
    const at = end;
    end += roundUp(bytes, 64);
    return at;
  };
  const takeTable = (N: number): TablePlace => {
    const padded = roundUp(N, 8);
    const bounds = Math.ceil(N / LEAF) * Math.min(DIRECTIONS, D) * 8;
    return {
      panels: take(padded * D * 4),
      order: take(N * 4),
      lows: take(bounds),
      highs: take(bounds),
      values: take(N * D * 4),
      lists: take(padded * keep * 8),
      limits: take(padded * 4),
      norms: take(padded * 4),
    };
  };
  const scratchSize = roundUp(Math.max(PAIRS + Math.ceil(R / LEAF) * 16, keep * 16), 64);
  const found = Math.max(R, atOnce) * most;
  const layout = {
    rows: takeTable(R),
    points: takeTable(atOnce),
    locks: take(R * 4),
    never: take(32),
    scratchSize,
    scratch: take(scratchSize * threads),
    foundRows: take(found * 4),
    foundDistances: take(found * 8),
    proven: take(Math.max(R, atOnce)),
  };
  return { layout, end };
}

function placeWords(place: TablePlace): number[] {
  const { panels, order, lows, highs, values, lists, limits, norms } = place;
  return [panels, order, lows, highs, values, lists, limits, norms];
}

function roundUp(count: number, multiple: number): number {
  return Math.ceil(count / multiple) * multiple;
}
