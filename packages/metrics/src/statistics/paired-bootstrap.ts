/**
 * The paired block bootstrap: how sure is the difference of a metric between two detectors on the same
 * recordings? Blocks of successive rows are drawn with replacement, the same ones for both detectors,
 * because rows beside each other are anything but independent.
 *
 * Source: Künsch 1989, "The Jackknife and the Bootstrap for General Stationary Observations", Annals of
 * Statistics 17; p-value and interval after Efron & Tibshirani 1993, "An Introduction to the Bootstrap",
 * chapters 13 and 15 (percentiles).
 */
import { ConfigError, createRandom, quantiles } from '@anodec/core';

/** How to draw. */
export interface BootstrapOptions {
  /** Samples that are drawn; 2,000 by default. */
  readonly draws?: number;
  /** Of the drawing; 0 by default, so that the same results give the same p-value. */
  readonly seed?: number;
  /** Probability that the interval misses the difference; 0.05 by default. */
  readonly alpha?: number;
}

/** A difference and how sure it is; NaN where it is not defined. */
export interface BootstrapTest {
  /** On the blocks as they are. */
  readonly difference: number;
  readonly low: number;
  readonly high: number;
  /** Two-sided: twice the share of samples on the other side of zero, at least 2 / (draws + 1). */
  readonly p: number;
  /** Samples in which the difference is defined. */
  readonly draws: number;
}

/**
 * Draws blocks with replacement.
 *
 * @param blocks how many there are, at least 2
 * @param difference of a metric, first less second, over blocks with these indices; NaN where it is not
 *   defined for them, as without any attack; such samples are left out
 * @throws ConfigError when there are fewer than 2 blocks
 */
export function pairedBlockBootstrap(
  blocks: number,
  difference: (drawn: Int32Array) => number,
  { draws = 2000, seed = 0, alpha = 0.05 }: BootstrapOptions = {},
): BootstrapTest {
  if (!(blocks >= 2)) {
    throw new ConfigError(`A block bootstrap needs at least 2 blocks, got ${blocks}.`);
  }
  const random = createRandom(seed).stream('paired block bootstrap');
  const drawn = Int32Array.from({ length: blocks }, (_, i) => i);
  const observed = difference(drawn);
  const samples = Float64Array.from({ length: draws }, () => {
    for (let i = 0; i < blocks; i++) drawn[i] = random.integer(blocks);
    return difference(drawn);
  }).filter((sample) => !Number.isNaN(sample));
  const n = samples.length;
  if (n === 0 || Number.isNaN(observed)) {
    return { difference: observed, low: NaN, high: NaN, p: NaN, draws: n };
  }
  const below = samples.reduce((count, sample) => count + (sample <= 0 ? 1 : 0), 0);
  const above = samples.reduce((count, sample) => count + (sample >= 0 ? 1 : 0), 0);
  const p = Math.min(1, (2 * (Math.min(below, above) + 1)) / (n + 1)); // Davison & Hinkley 1997, 4.2
  const [low, high] = quantiles(samples, [alpha / 2, 1 - alpha / 2]);
  return { difference: observed, low, high, p, draws: n };
}
