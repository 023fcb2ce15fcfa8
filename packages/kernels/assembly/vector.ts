/** Vectors of four floats: the one place where the relaxed and the strict build differ. */

/** Bytes of a float. */
export const FLOAT: usize = 4;
/** Bytes of a vector of four floats. */
export const VECTOR: usize = 16;
/** Bytes of the eight floats that most kernels handle at a time. */
export const EIGHT: usize = 32;

/**
 * a · b + c. Relaxed, the machine rounds once where it can; strict, it rounds the product and the sum,
 * and the result has the same bits on every machine.
 */
@inline
export function madd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c);
  return f32x4.add(f32x4.mul(a, b), c);
}

/** Four zeros. */
@inline
export function zero(): v128 {
  return f32x4.splat(0);
}
