/** The share of a chunk in jobs over N values: the first two integers of every job of this folder. */
import { int } from '../job';
import { FLOAT } from '../vector';

const N: i32 = 0;
const PER_CHUNK: i32 = 1;

/** The first integer of a job that belongs to the kernel. */
export const OWN: i32 = 2;

/** Offset of the chunk in bytes. */
@inline
export function firstByte(job: usize, chunk: i32): usize {
  return <usize>chunk * <usize>int(job, PER_CHUNK) * FLOAT;
}

/** Number of values of the chunk. */
@inline
export function countOf(job: usize, chunk: i32): i32 {
  const perChunk = int(job, PER_CHUNK);
  return min(perChunk, int(job, N) - chunk * perChunk);
}

/** The four sums of a vector in one, always in the same order. */
@inline
export function sumOf(lanes: v128): f64 {
  const low = f64x2.promote_low_f32x4(lanes);
  const high = f64x2.promote_low_f32x4(v128.shuffle<f32>(lanes, lanes, 2, 3, 2, 3));
  const pairs = f64x2.add(low, high);
  return f64x2.extract_lane(pairs, 0) + f64x2.extract_lane(pairs, 1);
}
