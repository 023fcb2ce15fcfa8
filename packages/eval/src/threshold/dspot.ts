/** Threshold by an extreme-value tail above a local level, for scores that drift. */
import { concatenate, variantSettings } from '@anodec/core';
import { z } from 'zod';
import { rowsIn, Span } from '../span.js';
import { withoutTail } from './pot.js';
import { riskOptions } from './risk.js';
import { describeSpot, spotState } from './spot.js';
import { SpotState, startSpot } from './spot-stream.js';
import { defineMovingThreshold } from './threshold.js';

const State = z.strictObject({
  /** The tail of differences from the local mean. */
  tail: SpotState,
  /** The last normal scores, oldest first: the local mean at the beginning of a recording. */
  latest: z.array(z.number()).min(1),
});

/**
 * `spot` on the differences from the mean of the last `depth` rows that were not flagged: the limit moves
 * with a slow change of the scores, which is then no anomaly.
 *
 * Source: Siffer, Fouque, Termier & Largouët 2017, "Anomaly Detection in Streams with Extreme Value
 * Theory", algorithm 3 (DSPOT).
 */
export const dspot = defineMovingThreshold({
  settings: variantSettings(
    'dspot',
    'Streaming peaks over threshold above a rolling mean, for scores that drift',
    {
      ...riskOptions,
      depth: Span.default(450).describe('Window of the rolling mean, as a duration or in rows'),
    },
  ),
  state: State.nullable(),
  pick({ risk, depth }, normal) {
    const D = Math.max(1, rowsIn(depth, normal.time));
    const differences = normal.recordings.map((scores) => differencesFrom(scores, D));
    const latest = Array.from(normal.scores.subarray(-D));
    const tail = spotState(concatenate(differences));
    if (!tail) return { ...withoutTail(normal), state: null };
    const value = localMean(latest).mean() + startSpot(tail, risk).limit();
    const rule =
      `${describeSpot(normal, tail, risk)} when the mean of the ${D} rows before is taken away, ` +
      'and moved by the rows of the recording that are not above it';
    return { value, rule, state: { tail, latest } };
  },
  start({ risk }, state) {
    if (!state) return () => Infinity;
    const local = localMean(state.latest);
    const spotLimit = startSpot(state.tail, risk);
    return (score) => {
      const level = local.mean();
      const limit = level + spotLimit.limit();
      if (score <= limit) {
        spotLimit.learn(score - level);
        local.push(score);
      }
      return limit;
    };
  },
});

/** Differences of scores from the mean of the D scores before, from the D-th score on. */
function differencesFrom(scores: Float32Array, D: number): Float32Array {
  const known = scores.filter((score) => !Number.isNaN(score));
  if (known.length <= D) return new Float32Array(0);
  const local = localMean(Array.from(known.subarray(0, D)));
  return known.subarray(D).map((score) => {
    const difference = score - local.mean();
    local.push(score);
    return difference;
  });
}

/** The mean of the last numbers, as many as it begins with. */
function localMean(first: readonly number[]) {
  const ring = Float64Array.from(first);
  let oldest = 0;
  let sum = ring.reduce((a, b) => a + b, 0);
  return {
    mean: () => sum / ring.length,
    push(value: number) {
      sum += value - ring[oldest];
      ring[oldest] = value;
      oldest = (oldest + 1) % ring.length;
      if (oldest === 0) sum = ring.reduce((a, b) => a + b, 0); // rounding does not accumulate
    },
  };
}
