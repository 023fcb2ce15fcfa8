/** Sums over the values of a tensor, in double precision: for the norm of gradients and the size of masks. */
import { address } from '../job';
import { FLOAT, VECTOR } from '../vector';
import { countOf, firstByte, OWN } from './chunk';

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
