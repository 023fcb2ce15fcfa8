/**
 * The innermost loops of every matrix product: 4 rows by 8 columns of the result in registers.
 *
 * Both operands are packed, so that each step of k reads 4 and 8 floats that lie side by side:
 * rows as (K, 4), columns as (K, 8). The loop is not unrolled: unrolled by hand it is half as fast,
 * because the engine then runs out of registers.
 */
import { FROM_OUT } from './tile-start';
import { EIGHT, madd, VECTOR, zero } from './vector';
import { tallTile, wideTile } from './wide-tiles';

/**
 * out = [out +] rows · columns, in tiles: so many strips of four rows by so many panels of eight
 * columns, without partial tiles. Every sum runs over k in ascending order for every shape of tile, and
 * so has the same bits.
 *
 * A panel is multiplied with all strips before the next one: it stays in the first-level cache.
 *
 * @param rows (strips, K, 4), and `rowsStep` bytes from strip to strip
 * @param columns (panels, K, 8), and `columnsStep` bytes from panel to panel
 * @param K at least 1
 * @param stride bytes from one row of `out` to the next
 * @param outStep bytes from the result of one panel to that of the next
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
      multiplyTwoPanels(rows, rowsStep, strips, columns, other, K, out, out + outStep, stride, from);
      columns = other + columnsStep;
      out += 2 * outStep;
    }
  }
  for (; n < panels; n++) {
    multiplyPanel(rows, rowsStep, strips, columns, K, out, stride, from);
    columns += columnsStep;
    out += outStep;
  }
}

@inline
function multiplyTwoPanels(
  rows: usize,
  rowsStep: usize,
  strips: i32,
  columns: usize,
  other: usize,
  K: i32,
  out: usize,
  otherOut: usize,
  stride: usize,
  from: i32,
): void {
  for (let m = 0; m < strips; m++) {
    wideTile(rows, columns, other, K, out, otherOut, stride, from);
    rows += rowsStep;
    out += 4 * stride;
    otherOut += 4 * stride;
  }
}

@inline
function multiplyPanel(
  rows: usize,
  rowsStep: usize,
  strips: i32,
  columns: usize,
  K: i32,
  out: usize,
  stride: usize,
  from: i32,
): void {
  let m = 0;
  if (isDefined(WIDE)) {
    for (; m + 2 <= strips; m += 2) {
      tallTile(rows, rows + rowsStep, columns, K, out, stride, from);
      rows += 2 * rowsStep;
      out += 8 * stride;
    }
  }
  for (; m < strips; m++) {
    tile(rows, columns, K, out, stride, from);
    rows += rowsStep;
    out += 4 * stride;
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
