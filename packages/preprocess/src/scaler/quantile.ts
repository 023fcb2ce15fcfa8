/**
 * Makes the training readings of a channel normally distributed, whatever their shape: two levels
 * with a gap between them, or a tail a hundred times as long as the body. Distances are not kept, and
 * all readings at or beyond the training range get the same, largest value: how far an attack drives a
 * sensor past its range is lost. For channels of that kind only.
 *
 * Source: scikit-learn's QuantileTransformer(output_distribution='normal', subsample=None).
 */
import {
  normalProbability,
  normalQuantile,
  quantiles as quantilesOf,
  variantSettings,
} from '@anodec/core';
import { z } from 'zod';
import { defineScaler } from './channel-map.js';

const settings = variantSettings(
  'quantile',
  'Normal distribution by quantiles; all readings beyond the training range get the same value',
  {
    quantiles: z.int().min(2).default(1000).describe('Number of quantiles kept of each channel'),
  },
);

/** Scaled = the normal deviate of the share of training readings below. */
const QuantileMap = z.strictObject({
  /** (Q), ascending: readings at equally spaced shares from 0 to 1. */
  quantiles: z
    .array(z.number())
    .min(2)
    .refine((values) => values.every((value, i) => i === 0 || value >= values[i - 1]), {
      error: 'must be ascending',
    }),
});

type QuantileMap = z.output<typeof QuantileMap>;

/** Readings this close to the ends of the range count as beyond. */
const MARGIN = 1e-7;
/** The largest share below 1, and with it the largest deviate. */
const LAST_SHARE = 1 - (1e-7 - Number.EPSILON);
const LARGEST = normalQuantile(LAST_SHARE);

/** Quantiles at equally spaced shares; no more than there are readings. */
export const quantile = defineScaler({
  settings,
  map: QuantileMap,
  fit: (readings, { quantiles }) => {
    const count = Math.min(quantiles, readings.length);
    const shares = Array.from({ length: count }, (_, i) => i / (count - 1));
    return { quantiles: quantilesOf(readings, shares) };
  },
  scale: toDeviate,
  invert: fromDeviate,
});

/** The normal deviate of a reading, between ±5.2; NaN for NaN. */
function toDeviate({ quantiles }: QuantileMap, reading: number): number {
  const last = quantiles.length - 1;
  if (Number.isNaN(reading)) return NaN;
  if (reading - MARGIN < quantiles[0]) return -LARGEST;
  if (reading + MARGIN > quantiles[last]) return LARGEST;
  const above = firstNotBelow(quantiles, reading);
  const below = lastNotAbove(quantiles, reading);
  // on a step of the distribution the middle of the step
  const rank =
    above <= below
      ? (above + below) / 2
      : below + (reading - quantiles[below]) / (quantiles[above] - quantiles[below]);
  return Math.max(-LARGEST, Math.min(LARGEST, normalQuantile(rank / last)));
}

/** The reading of a normal deviate; deviates past the largest give the ends of the range. */
function fromDeviate({ quantiles }: QuantileMap, deviate: number): number {
  const last = quantiles.length - 1;
  if (Number.isNaN(deviate)) return NaN;
  const share = normalProbability(deviate);
  if (share - MARGIN < 0) return quantiles[0];
  if (share + MARGIN > 1) return quantiles[last];
  const rank = share * last;
  const below = Math.min(Math.floor(rank), last - 1);
  return quantiles[below] + (rank - below) * (quantiles[below + 1] - quantiles[below]);
}

/** Index of the first value that is at least `reading`. */
function firstNotBelow(values: readonly number[], reading: number): number {
  let low = 0;
  let high = values.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle] < reading) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Index of the last value that is at most `reading`. */
function lastNotAbove(values: readonly number[], reading: number): number {
  let low = 0;
  let high = values.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (values[middle] > reading) high = middle - 1;
    else low = middle;
  }
  return low;
}
