/** The share of a chunk: units of work from `firstOf` to `endOf`; each kernel defines its unit. */
import { int } from '../job';

/** Where every job of this folder says how many units there are, and how many make a chunk. */
const TOTAL: i32 = 0;
const PER_CHUNK: i32 = 1;

/** The first integer of a job that belongs to the kernel. */
export const OWN: i32 = 2;

/** The first unit of a chunk. */
@inline
export function firstOf(job: usize, chunk: i32): i32 {
  return chunk * int(job, PER_CHUNK);
}

/** The unit after the last one of a chunk. */
@inline
export function endOf(job: usize, chunk: i32): i32 {
  return min((chunk + 1) * int(job, PER_CHUNK), int(job, TOTAL));
}
