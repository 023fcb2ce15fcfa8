/**
 * The innermost loops of every matrix product: 4 rows by 8 columns of the result in registers.
 *
 * Both operands are packed, so that each step of k reads 4 and 8 floats that lie side by side:
 * rows as (K, 4), columns as (K, 8). The loop is not unrolled: by hand it gets half as fast, because
 * the engine then runs out of registers.
 */
import { EIGHT, madd, VECTOR, zero } from './vector';

/** Where the sums of a tile start: at zero, or at what `out` holds. */
export const FROM_ZERO: i32 = 0;
export const FROM_OUT: i32 = 1;

/**
 * out = [out +] rows · columns, in tiles: so many strips of four rows by so many panels of eight
 * columns, none of which hangs over an edge. Every sum runs over k in ascending order, whatever the
 * shape of the tile, and so has the same bits.
 *
 * A panel meets all strips before the next one does: it stays in the first-level cache.
 *
 * @param rows (strips, K, 4), and `rowsStep` bytes from strip to strip
 * @param columns (panels, K, 8), and `columnsStep` bytes from panel to panel
 * @param K at least 1
 * @param stride bytes from one row of `out` to the next
 * @param outStep bytes from what one panel gives to what the next one does
 */
export function multiplyTiles(
  rows: usize,
  rowsStep: usize,
  strips: i32,
  columns: usize,
  columnsStep: usize,
  panels: i32,
  K: i32,
  out: usize,
  stride: usize,
  outStep: usize,
  from: i32,
): void {
  let n = 0;
  if (isDefined(WIDE)) {
    for (; n + 2 <= panels; n += 2) {
      const other = columns + columnsStep;
      let at = rows;
      let to = out;
      for (let m = 0; m < strips; m++) {
        wideTile(at, columns, other, K, to, to + outStep, stride, from);
        at += rowsStep;
        to += 4 * stride;
      }
      columns = other + columnsStep;
      out += 2 * outStep;
    }
  }
  for (; n < panels; n++) {
    let at = rows;
    let to = out;
    let m = 0;
    if (isDefined(WIDE)) {
      for (; m + 2 <= strips; m += 2) {
        tallTile(at, at + rowsStep, columns, K, to, stride, from);
        at += 2 * rowsStep;
        to += 8 * stride;
      }
    }
    for (; m < strips; m++) {
      tile(at, columns, K, to, stride, from);
      at += rowsStep;
      to += 4 * stride;
    }
    columns += columnsStep;
    out += outStep;
  }
}

/**
 * out (4, 8) = [out +] rows (K, 4)ᵀ · columns (K, 8).
 *
 * @param stride bytes from one row of `out` to the next
 */
@inline
export function tile(rows: usize, columns: usize, K: i32, out: usize, stride: usize, from: i32): void {
  let c00 = zero();
  let c01 = zero();
  let c10 = zero();
  let c11 = zero();
  let c20 = zero();
  let c21 = zero();
  let c30 = zero();
  let c31 = zero();
  const out1 = out + stride;
  const out2 = out1 + stride;
  const out3 = out2 + stride;
  if (from == FROM_OUT) {
    c00 = v128.load(out);
    c01 = v128.load(out, VECTOR);
    c10 = v128.load(out1);
    c11 = v128.load(out1, VECTOR);
    c20 = v128.load(out2);
    c21 = v128.load(out2, VECTOR);
    c30 = v128.load(out3);
    c31 = v128.load(out3, VECTOR);
  }
  const end = rows + (<usize>K) * VECTOR;
  while (rows < end) {
    const b0 = v128.load(columns);
    const b1 = v128.load(columns, VECTOR);
    const a0 = v128.load32_splat(rows);
    c00 = madd(a0, b0, c00);
    c01 = madd(a0, b1, c01);
    const a1 = v128.load32_splat(rows, 4);
    c10 = madd(a1, b0, c10);
    c11 = madd(a1, b1, c11);
    const a2 = v128.load32_splat(rows, 8);
    c20 = madd(a2, b0, c20);
    c21 = madd(a2, b1, c21);
    const a3 = v128.load32_splat(rows, 12);
    c30 = madd(a3, b0, c30);
    c31 = madd(a3, b1, c31);
    rows += VECTOR;
    columns += EIGHT;
  }
  v128.store(out, c00);
  v128.store(out, c01, VECTOR);
  v128.store(out1, c10);
  v128.store(out1, c11, VECTOR);
  v128.store(out2, c20);
  v128.store(out2, c21, VECTOR);
  v128.store(out3, c30);
  v128.store(out3, c31, VECTOR);
}

/**
 * Two tiles side by side, (4, 8) and (4, 8), for the build that V8 turns into vectors of eight: there
 * four sums in registers would wait for each other, eight do not.
 */
@inline
function wideTile(
  rows: usize,
  columns: usize,
  other: usize,
  K: i32,
  out: usize,
  otherOut: usize,
  stride: usize,
  from: i32,
): void {
  let c00 = zero();
  let c01 = zero();
  let c10 = zero();
  let c11 = zero();
  let c20 = zero();
  let c21 = zero();
  let c30 = zero();
  let c31 = zero();
  let d00 = zero();
  let d01 = zero();
  let d10 = zero();
  let d11 = zero();
  let d20 = zero();
  let d21 = zero();
  let d30 = zero();
  let d31 = zero();
  const out1 = out + stride;
  const out2 = out1 + stride;
  const out3 = out2 + stride;
  const otherOut1 = otherOut + stride;
  const otherOut2 = otherOut1 + stride;
  const otherOut3 = otherOut2 + stride;
  if (from == FROM_OUT) {
    c00 = v128.load(out);
    c01 = v128.load(out, VECTOR);
    c10 = v128.load(out1);
    c11 = v128.load(out1, VECTOR);
    c20 = v128.load(out2);
    c21 = v128.load(out2, VECTOR);
    c30 = v128.load(out3);
    c31 = v128.load(out3, VECTOR);
    d00 = v128.load(otherOut);
    d01 = v128.load(otherOut, VECTOR);
    d10 = v128.load(otherOut1);
    d11 = v128.load(otherOut1, VECTOR);
    d20 = v128.load(otherOut2);
    d21 = v128.load(otherOut2, VECTOR);
    d30 = v128.load(otherOut3);
    d31 = v128.load(otherOut3, VECTOR);
  }
  const end = rows + (<usize>K) * VECTOR;
  while (rows < end) {
    const b0 = v128.load(columns);
    const b1 = v128.load(columns, VECTOR);
    const b2 = v128.load(other);
    const b3 = v128.load(other, VECTOR);
    const a0 = v128.load32_splat(rows);
    c00 = madd(a0, b0, c00);
    c01 = madd(a0, b1, c01);
    d00 = madd(a0, b2, d00);
    d01 = madd(a0, b3, d01);
    const a1 = v128.load32_splat(rows, 4);
    c10 = madd(a1, b0, c10);
    c11 = madd(a1, b1, c11);
    d10 = madd(a1, b2, d10);
    d11 = madd(a1, b3, d11);
    const a2 = v128.load32_splat(rows, 8);
    c20 = madd(a2, b0, c20);
    c21 = madd(a2, b1, c21);
    d20 = madd(a2, b2, d20);
    d21 = madd(a2, b3, d21);
    const a3 = v128.load32_splat(rows, 12);
    c30 = madd(a3, b0, c30);
    c31 = madd(a3, b1, c31);
    d30 = madd(a3, b2, d30);
    d31 = madd(a3, b3, d31);
    rows += VECTOR;
    columns += EIGHT;
    other += EIGHT;
  }
  v128.store(out, c00);
  v128.store(out, c01, VECTOR);
  v128.store(out1, c10);
  v128.store(out1, c11, VECTOR);
  v128.store(out2, c20);
  v128.store(out2, c21, VECTOR);
  v128.store(out3, c30);
  v128.store(out3, c31, VECTOR);
  v128.store(otherOut, d00);
  v128.store(otherOut, d01, VECTOR);
  v128.store(otherOut1, d10);
  v128.store(otherOut1, d11, VECTOR);
  v128.store(otherOut2, d20);
  v128.store(otherOut2, d21, VECTOR);
  v128.store(otherOut3, d30);
  v128.store(otherOut3, d31, VECTOR);
}

/** Two tiles one below the other, (8, 8), where no second panel is left; see `wideTile`. */
@inline
function tallTile(
  rows: usize,
  lower: usize,
  columns: usize,
  K: i32,
  out: usize,
  stride: usize,
  from: i32,
): void {
  let c00 = zero();
  let c01 = zero();
  let c10 = zero();
  let c11 = zero();
  let c20 = zero();
  let c21 = zero();
  let c30 = zero();
  let c31 = zero();
  let c40 = zero();
  let c41 = zero();
  let c50 = zero();
  let c51 = zero();
  let c60 = zero();
  let c61 = zero();
  let c70 = zero();
  let c71 = zero();
  const out1 = out + stride;
  const out2 = out1 + stride;
  const out3 = out2 + stride;
  const out4 = out3 + stride;
  const out5 = out4 + stride;
  const out6 = out5 + stride;
  const out7 = out6 + stride;
  if (from == FROM_OUT) {
    c00 = v128.load(out);
    c01 = v128.load(out, VECTOR);
    c10 = v128.load(out1);
    c11 = v128.load(out1, VECTOR);
    c20 = v128.load(out2);
    c21 = v128.load(out2, VECTOR);
    c30 = v128.load(out3);
    c31 = v128.load(out3, VECTOR);
    c40 = v128.load(out4);
    c41 = v128.load(out4, VECTOR);
    c50 = v128.load(out5);
    c51 = v128.load(out5, VECTOR);
    c60 = v128.load(out6);
    c61 = v128.load(out6, VECTOR);
    c70 = v128.load(out7);
    c71 = v128.load(out7, VECTOR);
  }
  const end = rows + (<usize>K) * VECTOR;
  while (rows < end) {
    const b0 = v128.load(columns);
    const b1 = v128.load(columns, VECTOR);
    const a0 = v128.load32_splat(rows);
    c00 = madd(a0, b0, c00);
    c01 = madd(a0, b1, c01);
    const a1 = v128.load32_splat(rows, 4);
    c10 = madd(a1, b0, c10);
    c11 = madd(a1, b1, c11);
    const a2 = v128.load32_splat(rows, 8);
    c20 = madd(a2, b0, c20);
    c21 = madd(a2, b1, c21);
    const a3 = v128.load32_splat(rows, 12);
    c30 = madd(a3, b0, c30);
    c31 = madd(a3, b1, c31);
    const a4 = v128.load32_splat(lower);
    c40 = madd(a4, b0, c40);
    c41 = madd(a4, b1, c41);
    const a5 = v128.load32_splat(lower, 4);
    c50 = madd(a5, b0, c50);
    c51 = madd(a5, b1, c51);
    const a6 = v128.load32_splat(lower, 8);
    c60 = madd(a6, b0, c60);
    c61 = madd(a6, b1, c61);
    const a7 = v128.load32_splat(lower, 12);
    c70 = madd(a7, b0, c70);
    c71 = madd(a7, b1, c71);
    rows += VECTOR;
    lower += VECTOR;
    columns += EIGHT;
  }
  v128.store(out, c00);
  v128.store(out, c01, VECTOR);
  v128.store(out1, c10);
  v128.store(out1, c11, VECTOR);
  v128.store(out2, c20);
  v128.store(out2, c21, VECTOR);
  v128.store(out3, c30);
  v128.store(out3, c31, VECTOR);
  v128.store(out4, c40);
  v128.store(out4, c41, VECTOR);
  v128.store(out5, c50);
  v128.store(out5, c51, VECTOR);
  v128.store(out6, c60);
  v128.store(out6, c61, VECTOR);
  v128.store(out7, c70);
  v128.store(out7, c71, VECTOR);
}
