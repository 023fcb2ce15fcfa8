/** What tests of two independent samples share: checks, moments, tails. */
import { DataError } from '@anodec/core';
import { fTail } from './friedman.js';
import { upperGamma } from './incomplete.js';

/** Throws DataError unless both samples have `least` values, all finite. */
export function checkSamples(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  least: number,
): void {
  for (const [n, sample] of [first, second].entries()) {
    const name = n === 0 ? 'first' : 'second';
    if (sample.length < least) {
      throw new DataError(
        `The ${name} sample must have ${least} values or more, got ${sample.length}.`,
      );
    }
    const wrong = Array.from(sample).findIndex((value) => !Number.isFinite(value));
    if (wrong < 0) continue;
    throw new DataError(
      `The ${name} sample must have finite numbers, got ${sample[wrong]} as value ${wrong + 1}.`,
    );
  }
}

/** Mean, and variance with the divisor n − 1. */
export function momentsOf(sample: ArrayLike<number>): { mean: number; variance: number } {
  const values = Array.from(sample);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, variance: squares / (values.length - 1) };
}

/** P(|Z| ≥ |z|) of a standard normal Z, with all its digits in the far tails, too. */
export function normalTails(z: number): number {
  return Number.isNaN(z) ? NaN : upperGamma(0.5, (z * z) / 2);
}

/** P(|T| ≥ |t|) of Student's T. @param freedom degrees of freedom, any number above 0 */
export function studentTails(t: number, freedom: number): number {
  return Number.isNaN(t) || Number.isNaN(freedom) ? NaN : fTail(t * t, 1, freedom);
}
