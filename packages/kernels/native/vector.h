/*
 * The vectors of one instruction set: 16 floats with AVX-512, 8 with AVX2, else 4 (SSE, NEON, or whatever
 * the compiler makes of them). The only file that knows instruction sets; every other is compiled once for
 * each of them.
 *
 * Arithmetic is written with the operators of C on these types; `-ffp-contract=off` keeps the compiler from
 * fusing what is not written as `madd`, so that the same formula has the same bits wherever it stands.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
#elif defined(__ARM_NEON)
#include <arm_neon.h>
#endif

#if defined(__AVX512F__)
#define VECTOR 16
#elif defined(__AVX2__) && defined(__FMA__)
#define VECTOR 8
#else
#define VECTOR 4
#endif

#define INLINE static inline __attribute__((always_inline))

/* Floats, and integers of the same size, also the masks that comparisons give: all bits or none. */
typedef float v __attribute__((vector_size(4 * VECTOR), may_alias));
typedef int32_t vi __attribute__((vector_size(4 * VECTOR), may_alias));
typedef float unaligned_v __attribute__((vector_size(4 * VECTOR), may_alias, aligned(4)));

INLINE v load(const float *from) { return *(const unaligned_v *)from; }
INLINE void store(float *to, v value) { *(unaligned_v *)to = value; }

INLINE v splat(float value) { return value - (v){0}; }

/* a · b + c, rounded once where the instruction set can. */
INLINE v madd(v a, v b, v c) {
#if VECTOR == 16
  return (v)_mm512_fmadd_ps((__m512)a, (__m512)b, (__m512)c);
#elif VECTOR == 8
  return (v)_mm256_fmadd_ps((__m256)a, (__m256)b, (__m256)c);
#elif defined(__ARM_NEON) && defined(__aarch64__)
  return (v)vfmaq_f32((float32x4_t)c, (float32x4_t)a, (float32x4_t)b);
#else
  return a * b + c;
#endif
}

/* a where the mask is set, else b. */
INLINE v choose(vi mask, v a, v b) { return (v)(((vi)a & mask) | ((vi)b & ~mask)); }

/* The smaller and the larger one; the first where it is NaN. */
INLINE v least(v a, v b) {
#if VECTOR == 16
  return (v)_mm512_min_ps((__m512)b, (__m512)a);
#elif VECTOR == 8
  return (v)_mm256_min_ps((__m256)b, (__m256)a);
#else
  return choose(b < a, b, a);
#endif
}
INLINE v most(v a, v b) {
#if VECTOR == 16
  return (v)_mm512_max_ps((__m512)b, (__m512)a);
#elif VECTOR == 8
  return (v)_mm256_max_ps((__m256)b, (__m256)a);
#else
  return choose(b > a, b, a);
#endif
}

INLINE int smaller(int a, int b) { return a < b ? a : b; }
INLINE int larger(int a, int b) { return a > b ? a : b; }
