/**
 * What a job is about: counts and addresses, as src/neighbours/search-memory.ts writes them.
 *
 * Each thread has an instance of this code, and so globals of its own, over one memory.
 */

/** Bytes of a float, of four and of eight. */
export const FLOAT: usize = 4;
export const FOUR: usize = 16;
export const EIGHT: usize = 32;
/** Bytes of an entry in a list. */
export const ENTRY: usize = 8;
/** Points of a leaf; only the last leaf may have fewer. */
export const LEAF: i32 = 64;

/**
 * A table in leaves: the rows that are searched, or points to which the nearest are wanted.
 *
 * It lies in the job itself: an object of this code would be set to 0 by every thread that starts.
 */
@unmanaged
export class Table {
  /** N, number of points. */
  count: i32 = 0;
  /** (panels, D, 8), coordinates of eight points at a time, channel after channel. */
  panels: usize = 0;
  /** (N), place of each point of the leaves in `values`. */
  order: usize = 0;
  /** (leaves, M) in float64, bounds of each leaf along the first directions. */
  lows: usize = 0;
  highs: usize = 0;
  /** (N, D), the points as they were given. */
  values: usize = 0;
  /** Lists of the points, leaf after leaf: each has `keep` entries, see lists.ts. */
  lists: usize = 0;
  /** (N, a multiple of eight), the last distance in each list. */
  limits: usize = 0;
  /** (N, a multiple of eight), squared distances from the centre, for comparisons by products. */
  norms: usize = 0;
}

export let rows: Table = changetype<Table>(0);
export let points: Table = changetype<Table>(0);
/** Numbers of a point. */
export let D: i32 = 0;
/** Directions of the bounds. */
export let M: i32 = 0;
/** Neighbours in a list, and how many of them are wanted. */
export let keep: i32 = 0;
export let wanted: i32 = 0;
/** (N), one word for each row, which is 1 while a thread changes the row's list. */
export let locks: usize = 0;
/** Eight floats below any distance. */
export let never: usize = 0;
/** Leaf that the first part of a job is about. */
export let firstLeaf: i32 = 0;
/** Room of this thread alone. */
export let scratch: usize = 0;
/** (N, wanted) indices and, in float64, distances; (N) bytes, 1 where the result is proven. */
export let foundRows: usize = 0;
export let foundDistances: usize = 0;
export let proven: usize = 0;
/** Relative error of a squared distance, and by how much rounded coordinates move a distance. */
export let rounding: f64 = 0;
export let moved: f64 = 0;
/**
 * Error of a squared distance from products, as a share of both squared distances from the centre; 0 where distances
 * are compared by differences.
 */
export let productError: f64 = 0;
/** The largest squared distance of a row from the centre, and of a point. */
export let farRow: f64 = 0;
export let farPoint: f64 = 0;

/** Reads the job; the order of its words is that of `writeJob`. */
export function readJob(job: usize, thread: i32): void {
  const own = load<i32>(job);
  D = load<i32>(job, 4);
  M = load<i32>(job, 8);
  keep = load<i32>(job, 12);
  wanted = load<i32>(job, 16);
  locks = load<u32>(job, 20);
  never = load<u32>(job, 24);
  scratch = <usize>load<u32>(job, 28) + (<usize>thread) * <usize>own;
  foundRows = load<u32>(job, 32);
  foundDistances = load<u32>(job, 36);
  proven = load<u32>(job, 40);
  firstLeaf = load<i32>(job, 44);
  rows = changetype<Table>(job + 64);
  points = changetype<Table>(job + 128);
  rounding = load<f64>(job, 192);
  moved = load<f64>(job, 200);
  productError = load<f64>(job, 208);
  farRow = load<f64>(job, 216);
  farPoint = load<f64>(job, 224);
}

/** Points of a leaf. */
export function sizeOfLeaf(table: Table, leaf: i32): i32 {
  return min(LEAF, table.count - leaf * LEAF);
}

/** Leaves of a table. */
export function leavesOf(table: Table): i32 {
  return (table.count + LEAF - 1) / LEAF;
}

/** Where the list of a point begins. */
export function listOf(table: Table, at: i32): usize {
  return table.lists + (<usize>at) * (<usize>keep) * ENTRY;
}

/** Turns from products to differences, for the part of the job that this thread does. */
export function useDifferences(): void {
  productError = 0;
}
