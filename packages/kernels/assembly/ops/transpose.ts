/**
 * Swaps two dimensions of many matrices, (rows, columns) to (columns, rows), by blocks of four by four:
 * the part of a transposition that moves the innermost dimension. Elements of 32 bits.
 *
 * A unit is four rows of x, of one matrix. The matrices lie anywhere: three dimensions around the two
 * are walked like an odometer.
 */
import { address, int } from '../job';
import { FLOAT, VECTOR } from '../vector';
import { endOf, firstOf, OWN } from './share';

/** Job: result, x, rows and columns of x; stride of a row in x, of a column in the result. */
const OUT: i32 = OWN;
const X: i32 = OWN + 1;
const ROWS: i32 = OWN + 2;
const COLUMNS: i32 = OWN + 3;
const STRIDE_X: i32 = OWN + 4;
const STRIDE_OUT: i32 = OWN + 5;
/** The second and third of the three dimensions, then the strides of all three. */
const D1: i32 = OWN + 6;
const D2: i32 = OWN + 7;
const STRIDES_OUT: i32 = OWN + 8;
const STRIDES_X: i32 = OWN + 11;

/** Transposes the blocks of a chunk. */
export function transposeMatrices(job: usize, chunk: i32): void {
  const rows = int(job, ROWS);
  const perMatrix = (rows + 3) >> 2;
  const d1 = int(job, D1);
  const d2 = int(job, D2);
  const strideX = <usize>int(job, STRIDE_X) * FLOAT;
  const strideOut = <usize>int(job, STRIDE_OUT) * FLOAT;
  const end = endOf(job, chunk);
  for (let unit = firstOf(job, chunk); unit < end; unit++) {
    const matrix = unit / perMatrix;
    const row = (unit - matrix * perMatrix) << 2;
    const i2 = matrix % d2;
    const i01 = matrix / d2;
    const i1 = i01 % d1;
    const i0 = i01 / d1;
    const to =
      i0 * int(job, STRIDES_OUT) + i1 * int(job, STRIDES_OUT + 1) + i2 * int(job, STRIDES_OUT + 2);
    const from = i0 * int(job, STRIDES_X) + i1 * int(job, STRIDES_X + 1) + i2 * int(job, STRIDES_X + 2);
    const out = address(job, OUT) + <usize>(to + row) * FLOAT;
    const x = address(job, X) + <usize>from * FLOAT + <usize>row * strideX;
    if (rows - row >= 4) transposeFour(out, x, int(job, COLUMNS), strideX, strideOut);
    else transposeFew(out, x, int(job, COLUMNS), strideX, strideOut, rows - row);
  }
}

/** Four rows of x become four columns of the result. */
@inline
function transposeFour(out: usize, x: usize, columns: i32, strideX: usize, strideOut: usize): void {
  let column = 0;
  for (; column + 4 <= columns; column += 4) {
    const a = v128.load(x);
    const b = v128.load(x + strideX);
    const c = v128.load(x + 2 * strideX);
    const d = v128.load(x + 3 * strideX);
    const ab = i32x4.shuffle(a, b, 0, 4, 1, 5);
    const cd = i32x4.shuffle(c, d, 0, 4, 1, 5);
    const abHigh = i32x4.shuffle(a, b, 2, 6, 3, 7);
    const cdHigh = i32x4.shuffle(c, d, 2, 6, 3, 7);
    v128.store(out, i64x2.shuffle(ab, cd, 0, 2));
    v128.store(out + strideOut, i64x2.shuffle(ab, cd, 1, 3));
    v128.store(out + 2 * strideOut, i64x2.shuffle(abHigh, cdHigh, 0, 2));
    v128.store(out + 3 * strideOut, i64x2.shuffle(abHigh, cdHigh, 1, 3));
    x += VECTOR;
    out += 4 * strideOut;
  }
  transposeFew(out, x, columns - column, strideX, strideOut, 4);
}

@inline
function transposeFew(
  out: usize,
  x: usize,
  columns: i32,
  strideX: usize,
  strideOut: usize,
  rows: i32,
): void {
  for (let column = 0; column < columns; column++) {
    for (let row = 0; row < rows; row++) {
      store<i32>(out + <usize>row * FLOAT, load<i32>(x + <usize>row * strideX));
    }
    x += FLOAT;
    out += strideOut;
  }
}
