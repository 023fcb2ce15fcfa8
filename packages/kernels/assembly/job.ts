/**
 * The arguments of a kernel: a block of shared memory that the calling thread fills before it hands out
 * the chunks. See `src/simd/runtime.ts`.
 */

/** 64 integers and addresses come first, then as many floats. */
const FLOATS: usize = 256;

/** The integer at `index`. */
@inline
export function int(job: usize, index: i32): i32 {
  return load<i32>(job + ((<usize>index) << 2));
}

/** The address at `index`, counted with the integers. */
@inline
export function address(job: usize, index: i32): usize {
  return load<usize>(job + ((<usize>index) << 2));
}

/** The float at `index`, counted from the first float. */
@inline
export function float(job: usize, index: i32): f32 {
  return load<f32>(job + FLOATS + ((<usize>index) << 2));
}
