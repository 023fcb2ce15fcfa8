/**
 * Squared distances of many pairs, four floats at a time, of which those that matter go into lists.
 *
 * By differences, rounding is relative to the distance, so that neighbours that are close together are still told
 * apart, and a sum of some channels is a lower bound that ends most comparisons early where few directions tell rows
 * apart. By products, |x|² + |y|² − 2xy, there is half as much to compute where they do not.
 */
import { D, EIGHT, FLOAT, FOUR, never, productError, rows, scratch, Table } from './job';
import { keepMutually, keepNear } from './lists';

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

/** a + xy. */
@inline
function addProduct(a: v128, x: v128, y: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(x, y, a);
  return f32x4.add(a, f32x4.mul(x, y));
}

/**
 * Compares four points with panels of rows, by products where the job allows for their error.
 *
 * @param table of the points
 * @param first the first of the four, a multiple of four
 * @param from first panel of rows
 * @param to end of the panels
 * @param mutual whether the points are rows too, whose pairs go into the lists of both
 */
export function compare(table: Table, first: i32, from: i32, to: i32, mutual: bool): void {
  if (productError > 0) byProducts(table, first, from, to, mutual);
  else byDifferences(table, first, from, to, mutual);
}

function byDifferences(table: Table, first: i32, from: i32, to: i32, mutual: bool): void {
  const panelSize = (<usize>D) * EIGHT;
  const four = table.panels + (<usize>(first >> 3)) * panelSize + (<usize>(first & 4)) * FLOAT;
  const limits = table.limits + (<usize>first) * FLOAT;
  for (let panel = from; panel < to; panel++) {
    const theirs = mutual ? rows.limits + (<usize>panel) * EIGHT : never;
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
    let p = four;
    let r = rows.panels + (<usize>panel) * panelSize;
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
        p += EIGHT;
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
    const bits = nearBits(limits, theirs);
    if (mutual) keepMutually(first, panel * 8, bits);
    else keepNear(table, first, panel * 8, bits);
  }
}

function byProducts(table: Table, first: i32, from: i32, to: i32, mutual: bool): void {
  const panelSize = (<usize>D) * EIGHT;
  const four = table.panels + (<usize>(first >> 3)) * panelSize + (<usize>(first & 4)) * FLOAT;
  const limits = table.limits + (<usize>first) * FLOAT;
  const norms = table.norms + (<usize>first) * FLOAT;
  for (let panel = from; panel < to; panel++) {
    let c00 = f32x4.splat(0);
    let c01 = f32x4.splat(0);
    let c10 = f32x4.splat(0);
    let c11 = f32x4.splat(0);
    let c20 = f32x4.splat(0);
    let c21 = f32x4.splat(0);
    let c30 = f32x4.splat(0);
    let c31 = f32x4.splat(0);
    let p = four;
    let r = rows.panels + (<usize>panel) * panelSize;
    const end = r + panelSize;
    for (; r < end; r += EIGHT) {
      const y0 = v128.load(r);
      const y1 = v128.load(r, FOUR);
      const x0 = v128.load32_splat(p);
      c00 = addProduct(c00, x0, y0);
      c01 = addProduct(c01, x0, y1);
      const x1 = v128.load32_splat(p, 4);
      c10 = addProduct(c10, x1, y0);
      c11 = addProduct(c11, x1, y1);
      const x2 = v128.load32_splat(p, 8);
      c20 = addProduct(c20, x2, y0);
      c21 = addProduct(c21, x2, y1);
      const x3 = v128.load32_splat(p, 12);
      c30 = addProduct(c30, x3, y0);
      c31 = addProduct(c31, x3, y1);
      p += EIGHT;
    }
    const theirs = mutual ? rows.limits + (<usize>panel) * EIGHT : never;
    const n = rows.norms + (<usize>panel) * EIGHT;
    const near0 = finish(scratch, norms, limits, c00, c01, n, theirs);
    const near1 = finish(scratch + EIGHT, norms + 4, limits + 4, c10, c11, n, theirs);
    const near2 = finish(scratch + 2 * EIGHT, norms + 8, limits + 8, c20, c21, n, theirs);
    const near3 = finish(scratch + 3 * EIGHT, norms + 12, limits + 12, c30, c31, n, theirs);
    if (!v128.any_true(v128.or(v128.or(near0, near1), v128.or(near2, near3)))) continue;
    const bits = nearBits(limits, theirs);
    if (mutual) keepMutually(first, panel * 8, bits);
    else keepNear(table, first, panel * 8, bits);
  }
}

/** Makes distances of one point's products with eight rows. @returns which of them are below a limit */
@inline
function finish(
  to: usize,
  norm: usize,
  limit: usize,
  c0: v128,
  c1: v128,
  norms: usize,
  limits: usize,
): v128 {
  const own = v128.load32_splat(norm);
  const l = v128.load32_splat(limit);
  const zero = f32x4.splat(0);
  const minusTwo = f32x4.splat(-2);
  // rounding may make them negative, which the order of entries in lists does not know
  const d0 = f32x4.pmax(zero, addProduct(f32x4.add(own, v128.load(norms)), minusTwo, c0));
  const d1 = f32x4.pmax(zero, addProduct(f32x4.add(own, v128.load(norms, FOUR)), minusTwo, c1));
  storeEight(to, d0, d1);
  return v128.or(
    f32x4.lt(d0, f32x4.pmax(l, v128.load(limits))),
    f32x4.lt(d1, f32x4.pmax(l, v128.load(limits, FOUR))),
  );
}

/** A bit for each of the (4, 8) pairs in `scratch` that is below the limit of its point or of its row. */
function nearBits(limits: usize, theirs: usize): u32 {
  const t0 = v128.load(theirs);
  const t1 = v128.load(theirs, FOUR);
  let bits: u32 = 0;
  for (let i: usize = 0; i < 4; i++) {
    const l = v128.load32_splat(limits + i * FLOAT);
    const at = scratch + i * EIGHT;
    const left = i32x4.bitmask(f32x4.lt(v128.load(at), f32x4.pmax(l, t0)));
    const right = i32x4.bitmask(f32x4.lt(v128.load(at, FOUR), f32x4.pmax(l, t1)));
    bits |= <u32>(left | (right << 4)) << (<u32>i * 8);
  }
  return bits;
}

@inline
function storeEight(to: usize, left: v128, right: v128): void {
  v128.store(to, left);
  v128.store(to, right, FOUR);
}
