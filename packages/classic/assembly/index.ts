/**
 * The nearest rows to many points, by squared differences of four floats at a time.
 *
 * Differences, not |x|² + |y|² − 2xy: rounding is then relative to the distance, so that neighbours that are close
 * together are still told apart, and a sum of some channels is a lower bound that ends most comparisons early.
 * Rows lie in panels of eight, points in panels of four, each channel after channel.
 */

/** Bytes of a float. */
const FLOAT: usize = 4;
/** Bytes of four floats. */
const FOUR: usize = 16;
/** Bytes of eight floats. */
const EIGHT: usize = 32;
/** Channels that are added before sums are first compared with the limits, and between later comparisons. */
const FIRST: i32 = 8;
const STEP: i32 = 16;

/** a + (x − y)². */
@inline
function addSquare(a: v128, x: v128, y: v128): v128 {
  const difference = f32x4.sub(x, y);
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(difference, difference, a);
  return f32x4.add(a, f32x4.mul(difference, difference));
}

/**
 * Compares four points with panels of rows and keeps, for each, the nearest; for the rows too with `mutual`.
 *
 * @param points (D, 4)
 * @param firstPoint index of the first of the four, used with `mutual`: a pair counts where the row comes later
 * @param rows (panels, D, 8)
 * @param from first panel
 * @param to end of the panels
 * @param R number of rows; those beyond are padding
 * @param lists where the lists of the four points begin: each has `keep` distances, the nearest first, infinite at the
 *   start, and as many indices; those of the rows follow from `all`
 * @param all where the list of row 0 begins; 0 without `mutual`
 * @param limits (4), the last distance in each list, and (R) those of all rows from `allLimits` on
 * @param never eight floats below any distance, the limits of rows without lists
 */
export function compare(
  points: usize,
  firstPoint: i32,
  rows: usize,
  from: i32,
  to: i32,
  R: i32,
  D: i32,
  keep: i32,
  lists: usize,
  all: usize,
  limits: usize,
  allLimits: usize,
  never: usize,
): void {
  const panelSize = (<usize>D) * EIGHT;
  for (let panel = from; panel < to; panel++) {
    const columns = rows + (<usize>panel) * panelSize;
    const theirs = all ? allLimits + (<usize>panel) * EIGHT : never;
    const t0 = v128.load(theirs);
    const t1 = v128.load(theirs, FOUR);
    let c00 = f32x4.splat(0);
    let c01 = f32x4.splat(0);
    let c10 = f32x4.splat(0);
    let c11 = f32x4.splat(0);
    let c20 = f32x4.splat(0);
    let c21 = f32x4.splat(0);
    let c30 = f32x4.splat(0);
    let c31 = f32x4.splat(0);
    let p = points;
    let r = columns;
    let d = 0;
    let end = min(FIRST, D);
    let near = false;
    for (;;) {
      for (; d < end; d++) {
        const y0 = v128.load(r);
        const y1 = v128.load(r, FOUR);
        const x0 = v128.load32_splat(p);
        c00 = addSquare(c00, x0, y0);
        c01 = addSquare(c01, x0, y1);
        const x1 = v128.load32_splat(p, 4);
        c10 = addSquare(c10, x1, y0);
        c11 = addSquare(c11, x1, y1);
        const x2 = v128.load32_splat(p, 8);
        c20 = addSquare(c20, x2, y0);
        c21 = addSquare(c21, x2, y1);
        const x3 = v128.load32_splat(p, 12);
        c30 = addSquare(c30, x3, y0);
        c31 = addSquare(c31, x3, y1);
        p += FOUR;
        r += EIGHT;
      }
      const l0 = v128.load32_splat(limits);
      const l1 = v128.load32_splat(limits, 4);
      const l2 = v128.load32_splat(limits, 8);
      const l3 = v128.load32_splat(limits, 12);
      const below0 = v128.or(
        v128.or(f32x4.lt(c00, f32x4.pmax(l0, t0)), f32x4.lt(c10, f32x4.pmax(l1, t0))),
        v128.or(f32x4.lt(c20, f32x4.pmax(l2, t0)), f32x4.lt(c30, f32x4.pmax(l3, t0))),
      );
      const below1 = v128.or(
        v128.or(f32x4.lt(c01, f32x4.pmax(l0, t1)), f32x4.lt(c11, f32x4.pmax(l1, t1))),
        v128.or(f32x4.lt(c21, f32x4.pmax(l2, t1)), f32x4.lt(c31, f32x4.pmax(l3, t1))),
      );
      near = v128.any_true(v128.or(below0, below1));
      if (!near || d == D) break;
      end = min(d + STEP, D);
    }
    if (!near) continue;
    storeEight(scratch, c00, c01);
    storeEight(scratch + EIGHT, c10, c11);
    storeEight(scratch + 2 * EIGHT, c20, c21);
    storeEight(scratch + 3 * EIGHT, c30, c31);
    keepNear(firstPoint, panel * 8, R, keep, lists, all, limits, allLimits);
  }
}

/** The distances of the last comparison, (4, 8). */
const scratch: usize = memory.data(128, 16);

@inline
function storeEight(to: usize, left: v128, right: v128): void {
  v128.store(to, left);
  v128.store(to, right, FOUR);
}

/** Puts the distances that are below a limit into the lists. */
function keepNear(
  firstPoint: i32,
  firstRow: i32,
  R: i32,
  keep: i32,
  lists: usize,
  all: usize,
  limits: usize,
  allLimits: usize,
): void {
  const size = (<usize>keep) * 2 * FLOAT;
  const count = min(8, R - firstRow);
  for (let i = 0; i < 4; i++) {
    const point = firstPoint + i;
    const limit = limits + (<usize>i) * FLOAT;
    for (let j = 0; j < count; j++) {
      const distance = load<f32>(scratch + (<usize>(i * 8 + j)) * FLOAT);
      const row = firstRow + j;
      if (all && row <= point) continue;
      if (distance < load<f32>(limit)) {
        store<f32>(limit, insert(lists + (<usize>i) * size, keep, distance, row));
      }
      if (!all) continue;
      const theirs = allLimits + (<usize>row) * FLOAT;
      if (distance < load<f32>(theirs)) {
        store<f32>(theirs, insert(all + (<usize>row) * size, keep, distance, point));
      }
    }
  }
}

/** Puts a row in its place in a list; the last one is lost. @returns the last distance now */
function insert(list: usize, keep: i32, distance: f32, row: i32): f32 {
  const indices = list + (<usize>keep) * FLOAT;
  let at: usize = (<usize>(keep - 1)) * FLOAT;
  while (at > 0) {
    const before = load<f32>(list + at - FLOAT);
    if (before <= distance) break;
    store<f32>(list + at, before);
    store<i32>(indices + at, load<i32>(indices + at - FLOAT));
    at -= FLOAT;
  }
  store<f32>(list + at, distance);
  store<i32>(indices + at, row);
  return load<f32>(list + (<usize>(keep - 1)) * FLOAT);
}
