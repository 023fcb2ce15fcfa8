/** The mean losses: the loss of a chunk of errors and its gradient, in one pass. */
import { address, float, int } from '../job';
import { FLOAT, VECTOR, zero } from '../vector';
import { countOf, firstByte, OWN, sumOf } from './chunk';

const OUTPUT: i32 = OWN;
const TARGET: i32 = OWN + 1;
const GRADIENT: i32 = OWN + 2;
/** Weights, or 0 where all are 1. */
const MASK: i32 = OWN + 3;
/** Number of consecutive values that share a weight; divides the size of a chunk. */
const SHARED: i32 = OWN + 4;
const KIND: i32 = OWN + 5;
/** One double for each chunk. */
const PARTIALS: i32 = OWN + 6;
/** The factor of every slope: one over the sum of all weights. */
const SCALE: i32 = 0;

const ABSOLUTE: i32 = 0;
const SQUARE: i32 = 1;

/** Values after which the running sum, in single precision, goes into one in double. */
const RUN: i32 = 1024;

/** Job: N, per chunk, output, target, gradient (written), mask, shared, kind, partials; scale. */
export function lossChunk(job: usize, chunk: i32): void {
  const at = firstByte(job, chunk);
  const count = countOf(job, chunk);
  const output = address(job, OUTPUT) + at;
  const target = address(job, TARGET) + at;
  const gradient = address(job, GRADIENT) + at;
  const mask = address(job, MASK);
  const shared = int(job, SHARED);
  const kind = int(job, KIND);
  const scale = f32x4.splat(float(job, SCALE));
  let sum: f64 = 0;
  if (mask == 0 || shared == 1) {
    const weights = mask == 0 ? 0 : mask + at;
    for (let i = 0; i < count; i += RUN) {
      const from = (<usize>i) * FLOAT;
      const w = weights == 0 ? 0 : weights + from;
      const n = min(RUN, count - i);
      sum += span(kind, output + from, target + from, gradient + from, w, n, f32x4.splat(1), scale);
    }
  } else {
    const row = (<usize>shared) * FLOAT;
    const rows = count / shared;
    let weight = mask + at / <usize>shared;
    for (let r: usize = 0; r < <usize>rows; r++) {
      const o = r * row;
      const w = v128.load32_splat(weight);
      sum += span(kind, output + o, target + o, gradient + o, 0, shared, w, scale);
      weight += FLOAT;
    }
  }
  store<f64>(address(job, PARTIALS) + ((<usize>chunk) << 3), sum);
}

/**
 * @param weights address, or 0 where every value weighs `weight`
 * @returns the sum of the losses
 */
function span(
  kind: i32,
  output: usize,
  target: usize,
  gradient: usize,
  weights: usize,
  count: i32,
  weight: v128,
  scale: v128,
): f64 {
  const whole = (<usize>(count & ~3)) * FLOAT;
  const end = (<usize>count) * FLOAT;
  let sums = zero();
  for (let i: usize = 0; i < whole; i += VECTOR) {
    const w = weights == 0 ? weight : v128.load(weights + i);
    const e = errorOf(v128.load(output + i), v128.load(target + i), w);
    sums = f32x4.add(sums, f32x4.mul(costOf(kind, e), w));
    v128.store(gradient + i, f32x4.mul(f32x4.mul(slopeOf(kind, e), w), scale));
  }
  let sum = sumOf(sums);
  for (let i = whole; i < end; i += FLOAT) {
    const w = weights == 0 ? weight : v128.load32_splat(weights + i);
    const e = errorOf(v128.load32_splat(output + i), v128.load32_splat(target + i), w);
    sum += <f64>f32x4.extract_lane(f32x4.mul(costOf(kind, e), w), 0);
    v128.store_lane<f32>(gradient + i, f32x4.mul(f32x4.mul(slopeOf(kind, e), w), scale), 0);
  }
  return sum;
}

/** Output − target; 0 where the weight is 0, also for NaN. */
@inline
function errorOf(output: v128, target: v128, weight: v128): v128 {
  return v128.and(f32x4.sub(output, target), f32x4.ne(weight, zero()));
}

@inline
function costOf(kind: i32, e: v128): v128 {
  if (kind == ABSOLUTE) return f32x4.abs(e);
  if (kind == SQUARE) return f32x4.mul(e, e);
  const clipped = clip(e);
  return f32x4.mul(clipped, f32x4.sub(e, f32x4.mul(clipped, f32x4.splat(0.5))));
}

@inline
function slopeOf(kind: i32, e: v128): v128 {
  if (kind == ABSOLUTE) return signOf(e);
  if (kind == SQUARE) return f32x4.add(e, e);
  return clip(e);
}

/** Between -1 and 1, the bend of the Huber loss; keeps NaN. */
@inline
function clip(e: v128): v128 {
  return f32x4.min(f32x4.max(e, f32x4.splat(-1)), f32x4.splat(1));
}

/** -1, 0 or 1; keeps NaN. */
@inline
function signOf(e: v128): v128 {
  const one = f32x4.splat(1);
  const sign = f32x4.sub(
    v128.and(one, f32x4.gt(e, zero())),
    v128.and(one, f32x4.lt(e, zero())),
  );
  return v128.bitselect(e, sign, f32x4.ne(e, e));
}
