/**
 * The tiles of the build `wide`, whose vectors of four V8 joins in pairs to vectors of eight: see
 * `src/simd/wide.ts`. A tile of 4 × 8 would have four sums there, too few to hide the latency; these have
 * eight. As vectors of four they do not fit into the registers, and are slow.
 */
import { FROM_OUT } from './tile-start';
import { EIGHT, madd, VECTOR, zero } from './vector';

/** Two tiles side by side: out (4, 8) = [out +] rows (K, 4)ᵀ · columns (K, 8), and so with the other. */
@inline
export function wideTile(
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

/** Two tiles one below the other, (8, 8), where no second panel is left. */
@inline
export function tallTile(
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
