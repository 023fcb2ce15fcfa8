/**
 * Sum, product, largest and smallest along the middle one of three dimensions, (outer, R, inner).
 *
 * R is cut into pieces by its length alone, so that the result does not depend on the threads: first
 * every piece of every row, (outer, pieces, inner), in double precision; then the pieces in ascending
 * order. Doubles cost nothing here, for the loops wait for memory.
 */
import { address, int } from '../job';
import { FLOAT, VECTOR } from '../vector';
import { endOf, firstOf, OWN } from './share';

/** Job: partial results, x, R, inner, rows per piece, pieces, columns per block, blocks. */
const PARTIAL: i32 = OWN;
const X: i32 = OWN + 1;
const R: i32 = OWN + 2;
const INNER: i32 = OWN + 3;
const ROWS: i32 = OWN + 4;
const PIECES: i32 = OWN + 5;
/** A unit of the first half is one block of columns of one piece. */
const COLUMNS: i32 = OWN + 6;
const BLOCKS: i32 = OWN + 7;
/** Job of the second half: the result instead of x, and a divisor. A unit is a float of the result. */
const OUT: i32 = OWN + 1;
const DIVISOR: i32 = OWN + 6;

const DOUBLE: usize = 8;

enum F {
  Max,
  Min,
  Prod,
  Sum,
}

/** The neutral element. */
@inline
function neutral(f: F): f64 {
  if (f == F.Max) return -Infinity;
  if (f == F.Min) return Infinity;
  return f == F.Prod ? 1 : 0;
}

@inline
function join(f: F, a: f64, b: f64): f64 {
  // the builtins hand NaN on
  if (f == F.Max) return max<f64>(a, b);
  if (f == F.Min) return min<f64>(a, b);
  return f == F.Prod ? a * b : a + b;
}

/** As max and min, without their rules for -0, which cost most of their time and do not matter here. */
@inline
function joinTwo(f: F, a: v128, b: v128): v128 {
  // pmax and pmin answer b where it is NaN; where a is, it has to be kept by hand
  if (f == F.Max) return v128.bitselect(a, f64x2.pmax(b, a), f64x2.ne(a, a));
  if (f == F.Min) return v128.bitselect(a, f64x2.pmin(b, a), f64x2.ne(a, a));
  return f == F.Prod ? f64x2.mul(a, b) : f64x2.add(a, b);
}

/** The third and fourth float of a vector as doubles. */
@inline
function promoteHigh(x: v128): v128 {
  return f64x2.promote_low_f32x4(i64x2.shuffle(x, x, 1, 1));
}

/** Contiguous floats. */
@inline
function along(f: F, x: usize, count: i32): f64 {
  let a = f64x2.splat(neutral(f));
  let b = a;
  let c = a;
  let d = a;
  const end = x + <usize>count * FLOAT;
  const whole = x + (<usize>count & ~7) * FLOAT;
  while (x < whole) {
    const left = v128.load(x);
    const right = v128.load(x, VECTOR);
    a = joinTwo(f, a, f64x2.promote_low_f32x4(left));
    b = joinTwo(f, b, promoteHigh(left));
    c = joinTwo(f, c, f64x2.promote_low_f32x4(right));
    d = joinTwo(f, d, promoteHigh(right));
    x += 2 * VECTOR;
  }
  const all = joinTwo(f, joinTwo(f, a, b), joinTwo(f, c, d));
  let result = join(f, f64x2.extract_lane(all, 0), f64x2.extract_lane(all, 1));
  for (; x < end; x += FLOAT) result = join(f, result, load<f32>(x));
  return result;
}

/** `width` columns of `count` rows, whose starts are `stride` bytes apart, into as many doubles. */
@inline
function across(f: F, x: usize, count: i32, stride: usize, width: i32, out: usize): void {
  let column = 0;
  for (; column + 4 <= width; column += 4) {
    let low = f64x2.splat(neutral(f));
    let high = low;
    let at = x + <usize>column * FLOAT;
    for (let row = 0; row < count; row++) {
      const values = v128.load(at);
      low = joinTwo(f, low, f64x2.promote_low_f32x4(values));
      high = joinTwo(f, high, promoteHigh(values));
      at += stride;
    }
    v128.store(out + <usize>column * DOUBLE, low);
    v128.store(out + <usize>column * DOUBLE, high, VECTOR);
  }
  for (; column < width; column++) {
    let result = neutral(f);
    let at = x + <usize>column * FLOAT;
    for (let row = 0; row < count; row++) {
      result = join(f, result, load<f32>(at));
      at += stride;
    }
    store<f64>(out + <usize>column * DOUBLE, result);
  }
}

@inline
function pieces(f: F, job: usize, chunk: i32): void {
  const inner = int(job, INNER);
  const length = int(job, R);
  const rows = int(job, ROWS);
  const perRow = int(job, PIECES);
  const columns = int(job, COLUMNS);
  const blocks = int(job, BLOCKS);
  const end = endOf(job, chunk);
  for (let unit = firstOf(job, chunk); unit < end; unit++) {
    const line = unit / blocks;
    const column = (unit - line * blocks) * columns;
    const o = line / perRow;
    const first = (line - o * perRow) * rows;
    const count = min(rows, length - first);
    const at = (<usize>o * <usize>length + <usize>first) * <usize>inner + <usize>column;
    const x = address(job, X) + at * FLOAT;
    const out = address(job, PARTIAL) + (<usize>line * <usize>inner + <usize>column) * DOUBLE;
    if (inner == 1) store<f64>(out, along(f, x, count));
    else across(f, x, count, <usize>inner * FLOAT, min(columns, inner - column), out);
  }
}

/** Joins the pieces; a mean is divided by R, in double precision too. */
@inline
function total(f: F, job: usize, chunk: i32): void {
  const inner = int(job, INNER);
  const perRow = int(job, PIECES);
  const stride = <usize>inner * DOUBLE;
  const divisor = <f64>int(job, DIVISOR);
  const end = endOf(job, chunk);
  for (let unit = firstOf(job, chunk); unit < end; unit++) {
    const o = unit / inner;
    const column = unit - o * inner;
    const first = <usize>o * <usize>perRow * <usize>inner + <usize>column;
    let at = address(job, PARTIAL) + first * DOUBLE;
    let result = neutral(f);
    for (let piece = 0; piece < perRow; piece++) {
      result = join(f, result, load<f64>(at));
      at += stride;
    }
    store<f32>(address(job, OUT) + <usize>unit * FLOAT, <f32>(result / divisor));
  }
}

export function reduceMax(job: usize, chunk: i32): void {
  pieces(F.Max, job, chunk);
}
export function totalMax(job: usize, chunk: i32): void {
  total(F.Max, job, chunk);
}
export function reduceMin(job: usize, chunk: i32): void {
  pieces(F.Min, job, chunk);
}
export function totalMin(job: usize, chunk: i32): void {
  total(F.Min, job, chunk);
}
export function reduceProd(job: usize, chunk: i32): void {
  pieces(F.Prod, job, chunk);
}
export function totalProd(job: usize, chunk: i32): void {
  total(F.Prod, job, chunk);
}
export function reduceSum(job: usize, chunk: i32): void {
  pieces(F.Sum, job, chunk);
}
export function totalSum(job: usize, chunk: i32): void {
  total(F.Sum, job, chunk);
}
