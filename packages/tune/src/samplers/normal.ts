/** The normal distribution between two bounds: its mass, its density and draws from it. */
import type { Random } from '@anodec/core';

/** Beyond this the continued fraction is shorter than the series. */
const TAIL = 2.5;

/**
 * The mass of the standard normal distribution above `z`.
 *
 * Source: Abramowitz & Stegun 1964, 7.1.6 (series) and 7.1.14 (continued fraction) of the error function.
 */
export function normalTail(z: number): number {
  if (z < 0) return 1 - normalTail(-z);
  const x = z / Math.SQRT2;
  return z < TAIL ? 0.5 - 0.5 * erfSeries(x) : 0.5 * erfcFraction(x);
}

function erfSeries(x: number): number {
  let term = x;
  let sum = x;
  for (let n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}

function erfcFraction(x: number): number {
  let fraction = x;
  for (let n = 60; n >= 1; n--) fraction = x + n / 2 / fraction;
  return Math.exp(-x * x) / Math.sqrt(Math.PI) / fraction;
}

/** The mass of the standard normal distribution between two numbers, exact in both tails. */
export function normalMass(from: number, to: number): number {
  if (from > 0) return normalTail(from) - normalTail(to);
  if (to < 0) return normalTail(-to) - normalTail(-from);
  return 1 - normalTail(-from) - normalTail(to);
}

/** The density of the standard normal distribution. */
export function normalDensity(z: number): number {
  return Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI);
}

/**
 * A draw from a normal distribution between two bounds, by rejection: with `mean` between the bounds and a deviation of at
 * most their distance a third of the draws or more are accepted.
 */
export function drawTruncated(
  random: Random,
  { mean, deviation, low, high }: TruncatedNormal,
): number {
  for (;;) {
    const value = mean + deviation * random.normal();
    if (value >= low && value <= high) return value;
  }
}

/** A normal distribution cut off at two bounds. */
export interface TruncatedNormal {
  readonly mean: number;
  readonly deviation: number;
  readonly low: number;
  readonly high: number;
}
