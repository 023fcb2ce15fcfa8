/*
 * The nonlinearities, by the same formulas as `assembly/activation.ts`.
 */
#pragma once

#include "vector.h"

/* Codes of the activations, see `src/simd/matrix-product.ts`; 0 is none. */
enum { RELU = 1, RELU6 = 2, SIGMOID = 3, LEAKY_RELU = 4, TANH = 5 };

/*
 * The hyperbolic tangent, a rational function of degrees 9 and 8, good to 2.8e-7; keeps NaN.
 *
 * Source: the coefficients of Eigen's `generic_fast_tanh_float`.
 */
INLINE v tangent(v x) {
  v y = least(most(x, splat(-8.01773f)), splat(8.01773f));
  v z = y * y;
  v p = madd(z, splat(1.394553628e-8f), splat(2.10273356e-5f));
  v q = madd(z, splat(8.015776984e-7f), splat(3.326951409e-4f));
  p = madd(z, p, splat(3.520756727e-3f));
  q = madd(z, q, splat(2.597254514e-2f));
  p = madd(z, p, splat(1.3402161e-1f));
  q = madd(z, q, splat(4.67354834e-1f));
  p = madd(z, p, splat(1));
  q = madd(z, q, splat(1));
  return y * p / q;
}

/* 1 / (1 + e^-x) = (1 + tanh(x / 2)) / 2. */
INLINE v logistic(v x) { return madd(tangent(x * splat(0.5f)), splat(0.5f), splat(0.5f)); }

INLINE v activated(int kind, v x, v slope) {
  v zero = {0};
  switch (kind) {
    case RELU: return choose(x <= zero, zero, x);
    case RELU6: return choose(x <= zero, zero, choose(x >= splat(6), splat(6), x));
    case SIGMOID: return logistic(x);
    case TANH: return tangent(x);
    default: return choose(x < zero, x * slope, x);
  }
}

/* Applies an activation to `count` values in place. */
static void activate(int kind, float *values, int count, float slope) {
  int i = 0;
  for (; i + VECTOR <= count; i += VECTOR) store(values + i, activated(kind, load(values + i), splat(slope)));
  if (i == count) return;
  float rest[VECTOR] = {0};
  memcpy(rest, values + i, (count - i) * sizeof(float));
  store(rest, activated(kind, load(rest), splat(slope)));
  memcpy(values + i, rest, (count - i) * sizeof(float));
}
