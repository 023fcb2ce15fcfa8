/**
 * Packing: strips of four lanes, (K, 4), side by side in panels whose width is a multiple of four.
 *
 * A lane is a row or column of the matrix that the tile walks along. Lanes that the matrix does not
 * have are filled with zeros: they contribute only to results that are discarded.
 */
import { EIGHT, FLOAT, VECTOR, zero } from './vector';

/**
 * Packs lanes that lie one after the other, each contiguous along k: lane l at `from + l · stride`.
 *
 * @param stride bytes between lanes
 * @param lanes how many of the four there are
 * @param to the strip, of which k lies at `to + k · step`
 * @param step bytes between the vectors of the strip
 */
export function packRows(
  from: usize,
  stride: usize,
  lanes: i32,
  K: i32,
  to: usize,
  step: usize,
): void {
  // missing lanes are read from the first, then zeroed
  const p0 = from;
  const p1 = lanes > 1 ? from + stride : from;
  const p2 = lanes > 2 ? from + stride * 2 : from;
  const p3 = lanes > 3 ? from + stride * 3 : from;
  const mask = laneMask(lanes);
  const whole = K & ~3;
  let k = 0;
  if (lanes == 4) {
    for (; k < whole; k += 4) {
      const at = (<usize>k) * FLOAT;
      transposeFour(p0 + at, p1 + at, p2 + at, p3 + at, to, step);
      to += 4 * step;
    }
  }
  for (; k < whole; k += 4) {
    const at = (<usize>k) * FLOAT;
    transposeFour(p0 + at, p1 + at, p2 + at, p3 + at, to, step);
    for (let i = 0; i < 4; i++) {
      v128.store(to, v128.and(mask, v128.load(to)));
      to += step;
    }
  }
  for (; k < K; k++) {
    const at = (<usize>k) * FLOAT;
    let lane = f32x4.splat(load<f32>(p0 + at));
    lane = f32x4.replace_lane(lane, 1, load<f32>(p1 + at));
    lane = f32x4.replace_lane(lane, 2, load<f32>(p2 + at));
    lane = f32x4.replace_lane(lane, 3, load<f32>(p3 + at));
    v128.store(to, v128.and(mask, lane));
    to += step;
  }
}

/** Four rows of four floats, written as columns `step` bytes apart. */
@inline
export function transposeFour(
  row0: usize,
  row1: usize,
  row2: usize,
  row3: usize,
  to: usize,
  step: usize,
): void {
  const a = v128.load(row0);
  const b = v128.load(row1);
  const c = v128.load(row2);
  const d = v128.load(row3);
  const ab = v128.shuffle<f32>(a, b, 0, 4, 1, 5);
  const cd = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
  const ef = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
  const gh = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
  v128.store(to, v128.shuffle<f32>(ab, cd, 0, 1, 4, 5));
  v128.store(to + step, v128.shuffle<f32>(ab, cd, 2, 3, 6, 7));
  v128.store(to + 2 * step, v128.shuffle<f32>(ef, gh, 0, 1, 4, 5));
  v128.store(to + 3 * step, v128.shuffle<f32>(ef, gh, 2, 3, 6, 7));
}

/**
 * Packs lanes that lie side by side: all lanes of k at `from + k · stride`. See `packRows`.
 */
export function packColumns(
  from: usize,
  stride: usize,
  lanes: i32,
  K: i32,
  to: usize,
  step: usize,
): void {
  if (lanes >= 4) {
    for (let k = 0; k < K; k++) {
      v128.store(to, v128.load(from));
      from += stride;
      to += step;
    }
    return;
  }
  for (let k = 0; k < K; k++) {
    let lane = zero();
    if (lanes > 0) lane = f32x4.replace_lane(lane, 0, load<f32>(from));
    if (lanes > 1) lane = f32x4.replace_lane(lane, 1, load<f32>(from, FLOAT));
    if (lanes > 2) lane = f32x4.replace_lane(lane, 2, load<f32>(from, 2 * FLOAT));
    v128.store(to, lane);
    from += stride;
    to += step;
  }
}

/** Packs eight lanes that lie side by side into a panel (K, 8) at once; see `packColumns`. */
export function packEightColumns(from: usize, stride: usize, K: i32, to: usize): void {
  const end = to + (<usize>K) * EIGHT;
  while (to < end) {
    v128.store(to, v128.load(from));
    v128.store(to, v128.load(from, VECTOR), VECTOR);
    from += stride;
    to += EIGHT;
  }
}

/** All bits of the first `lanes` lanes. */
@inline
export function laneMask(lanes: i32): v128 {
  return i32x4.gt_s(i32x4.splat(lanes), i32x4(0, 1, 2, 3));
}

/**
 * The inverse of `packRows`: writes a strip of four lanes as rows, lane l at `to + l · stride`.
 *
 * @param from the strip, of which k lies at `from + k · step`
 * @param lanes number of lanes to write, 1 to 4
 */
export function unpackRows(
  from: usize,
  step: usize,
  lanes: i32,
  K: i32,
  to: usize,
  stride: usize,
): void {
  const to1 = to + stride;
  const to2 = to1 + stride;
  const to3 = to2 + stride;
  const whole = K & ~3;
  let k = 0;
  for (; k < whole; k += 4) {
    const at = (<usize>k) * FLOAT;
    const a = v128.load(from);
    from += step;
    const b = v128.load(from);
    from += step;
    const c = v128.load(from);
    from += step;
    const d = v128.load(from);
    from += step;
    const ab = v128.shuffle<f32>(a, b, 0, 4, 1, 5);
    const cd = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
    const ef = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
    const gh = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
    v128.store(to + at, v128.shuffle<f32>(ab, cd, 0, 1, 4, 5));
    if (lanes > 1) v128.store(to1 + at, v128.shuffle<f32>(ab, cd, 2, 3, 6, 7));
    if (lanes > 2) v128.store(to2 + at, v128.shuffle<f32>(ef, gh, 0, 1, 4, 5));
    if (lanes > 3) v128.store(to3 + at, v128.shuffle<f32>(ef, gh, 2, 3, 6, 7));
  }
  for (; k < K; k++) {
    const at = (<usize>k) * FLOAT;
    store<f32>(to + at, load<f32>(from));
    if (lanes > 1) store<f32>(to1 + at, load<f32>(from, FLOAT));
    if (lanes > 2) store<f32>(to2 + at, load<f32>(from, 2 * FLOAT));
    if (lanes > 3) store<f32>(to3 + at, load<f32>(from, 3 * FLOAT));
    from += step;
  }
}
