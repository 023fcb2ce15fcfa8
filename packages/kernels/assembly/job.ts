/**
 * What a kernel is told: a block of shared memory that the calling thread fills before it hands out
 * the chunks. See `src/simd/runtime.ts`.
 */

/** Whole numbers and addresses come first, 64 of them, then as many floats. */
const FLOATS: usize = 256;

/** The whole number (or address) at place `index`. */
@inline
export function int(job: usize, index: i32): i32 {
  return load<i32>(job + ((<usize>index) << 2));
}

@inline
export function address(job: usize, index: i32): usize {
  return load<usize>(job + ((<usize>index) << 2));
}

/** The float at place `index`, counted from the first float. */
@inline
export function float(job: usize, index: i32): f32 {
  return load<f32>(job + FLOATS + ((<usize>index) << 2));
}
