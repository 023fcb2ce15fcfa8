/** Logarithms of tail probabilities, also where the probability itself is too small for a double. */
import { normalProbability } from '@anodec/core';

/** Beyond it the probability is computed from its continued fraction. */
const FAR = 4;
const TERMS = 60;

/**
 * −ln of the probability that a standard normal number is larger.
 *
 * Source: Laplace's continued fraction, Abramowitz & Stegun 26.2.14.
 */
export function normalSurprise(deviate: number): number {
  if (!(deviate > FAR)) return -Math.log(normalProbability(-deviate));
  let fraction = deviate;
  for (let k = TERMS; k >= 1; k--) fraction = deviate + k / fraction;
  return 0.5 * deviate * deviate + 0.5 * Math.log(2 * Math.PI) + Math.log(fraction);
}

/**
 * −ln of the probability that a χ² number with 2K degrees of freedom is larger than 2x, which is
 * e^(−x) · Σ xⁱ / i! for i from 0 to K − 1.
 *
 * @param x at least 0
 */
export function chiSquareSurprise(x: number, K: number): number {
  if (!(x > 0)) return Number.isNaN(x) ? NaN : 0;
  let [term, sum] = [1, 1];
  if (x < 500) {
    term = sum = Math.exp(-x);
    for (let i = 1; i < K; i++) sum += term *= x / i;
    return Math.max(0, -Math.log(sum)); // rounding may leave the sum above 1
  }
  // e^(−x) is too small for a double: the terms relative to the last one, which is divided out
  let logLast = 0;
  for (let i = K - 1; i > 0; i--) {
    sum += term *= i / x;
    logLast += Math.log(x / i);
  }
  return x - logLast - Math.log(sum);
}
