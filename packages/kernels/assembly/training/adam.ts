/** One step of Adam over a weight and both its moments, and the sum of squares for the norm. */
import { address, float } from '../job';
import { FLOAT, madd, VECTOR } from '../vector';
import { countOf, firstByte, OWN } from './chunk';

const WEIGHT: i32 = OWN;
const FIRST: i32 = OWN + 1;
const SECOND: i32 = OWN + 2;
const GRADIENT: i32 = OWN + 3;
const NEW_WEIGHT: i32 = OWN + 4;
const NEW_FIRST: i32 = OWN + 5;
const NEW_SECOND: i32 = OWN + 6;

/** Floats of the job; see `AdamCoefficients`. */
const BETA1: i32 = 0;
const REST1: i32 = 1;
const BETA2: i32 = 2;
const REST2: i32 = 3;
const RATE: i32 = 4;
const CORRECTION: i32 = 5;
const EPSILON: i32 = 6;
const KEPT: i32 = 7;
const FACTOR: i32 = 8;

/**
 * Job: N, per chunk (a multiple of four), weight, first, second, gradient, then where the new weight
 * and moments go; β₁, 1 − β₁, β₂, 1 − β₂, rate, one over the correction, ε, kept, factor of the
 * gradient.
 *
 * Works on whole vectors: blocks of the shared memory are multiples of 64 bytes, so up to three
 * values past the end belong to the same block and are ignored.
 */
export function adamChunk(job: usize, chunk: i32): void {
  const beta1 = f32x4.splat(float(job, BETA1));
  const rest1 = f32x4.splat(float(job, REST1));
  const beta2 = f32x4.splat(float(job, BETA2));
  const rest2 = f32x4.splat(float(job, REST2));
  const rate = f32x4.splat(float(job, RATE));
  const correction = f32x4.splat(float(job, CORRECTION));
  const epsilon = f32x4.splat(float(job, EPSILON));
  const kept = f32x4.splat(float(job, KEPT));
  const factor = f32x4.splat(float(job, FACTOR));
  const weight = address(job, WEIGHT);
  const first = address(job, FIRST);
  const second = address(job, SECOND);
  const gradient = address(job, GRADIENT);
  const newWeight = address(job, NEW_WEIGHT);
  const newFirst = address(job, NEW_FIRST);
  const newSecond = address(job, NEW_SECOND);
  let i = firstByte(job, chunk);
  const end = i + (<usize>countOf(job, chunk)) * FLOAT;
  for (; i < end; i += VECTOR) {
    const g = f32x4.mul(v128.load(gradient + i), factor);
    const m = madd(g, rest1, f32x4.mul(v128.load(first + i), beta1));
    const v = madd(f32x4.mul(g, rest2), g, f32x4.mul(v128.load(second + i), beta2));
    const size = madd(f32x4.sqrt(v), correction, epsilon);
    const step = f32x4.div(f32x4.mul(m, rate), size);
    v128.store(newFirst + i, m);
    v128.store(newSecond + i, v);
    v128.store(newWeight + i, f32x4.sub(f32x4.mul(v128.load(weight + i), kept), step));
  }
}

/** Address of the values, and of one double for each chunk. */
const VALUES: i32 = OWN;
const PARTIALS: i32 = OWN + 1;

/** Σx² of a chunk, in double precision: squares of large gradients overflow floats. */
export function squaresChunk(job: usize, chunk: i32): void {
  const count = countOf(job, chunk);
  let x = address(job, VALUES) + firstByte(job, chunk);
  const whole = x + (<usize>(count & ~3)) * FLOAT;
  const end = x + (<usize>count) * FLOAT;
  let low = f64x2.splat(0);
  let high = f64x2.splat(0);
  for (; x < whole; x += VECTOR) {
    const values = v128.load(x);
    const a = f64x2.promote_low_f32x4(values);
    const b = f64x2.promote_low_f32x4(v128.shuffle<f32>(values, values, 2, 3, 2, 3));
    low = f64x2.add(low, f64x2.mul(a, a));
    high = f64x2.add(high, f64x2.mul(b, b));
  }
  const sums = f64x2.add(low, high);
  let sum = f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1);
  for (; x < end; x += FLOAT) {
    const value = <f64>load<f32>(x);
    sum += value * value;
  }
  store<f64>(address(job, PARTIALS) + ((<usize>chunk) << 3), sum);
}

/** Σx of a chunk, in double precision. */
export function sumsChunk(job: usize, chunk: i32): void {
  let x = address(job, VALUES) + firstByte(job, chunk);
  const end = x + (<usize>countOf(job, chunk)) * FLOAT;
  let sum: f64 = 0;
  for (; x < end; x += FLOAT) sum += <f64>load<f32>(x);
  store<f64>(address(job, PARTIALS) + ((<usize>chunk) << 3), sum);
}
