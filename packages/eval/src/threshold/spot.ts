/** Threshold by an extreme-value tail that goes on learning from the rows of a recording. */
import { variantSettings } from '@anodec/core';
import { fitTail } from '../tail/tail.js';
import { withoutTail } from './pot.js';
import { riskOptions, share } from './risk.js';
import { SpotState, startSpot } from './spot-stream.js';
import { defineMovingThreshold, type NormalScores } from './threshold.js';

/**
 * `pot` whose tail goes on learning: each row that is not above the limit joins the normal scores, so that
 * the limit follows them. It is causal: the limit of a row comes from the rows before it.
 *
 * Source: Siffer, Fouque, Termier & Largouët 2017, "Anomaly Detection in Streams with Extreme Value
 * Theory", algorithm 2 (SPOT); the level is chosen as for `pot`.
 */
export const spot = defineMovingThreshold({
  settings: variantSettings(
    'spot',
    'Streaming peaks over threshold: tail that learns from rows that are not flagged',
    riskOptions,
  ),
  state: SpotState.nullable(),
  pick({ risk }, normal) {
    const state = spotState(normal.scores);
    if (!state) return { ...withoutTail(normal), state };
    return {
      value: startSpot(state, risk).limit(),
      rule: `${describeSpot(normal, state, risk)}, and moved by the rows of the recording that are not above it`,
      state,
    };
  },
  start({ risk }, state) {
    if (!state) return () => Infinity;
    const spotLimit = startSpot(state, risk);
    return (score) => {
      const limit = spotLimit.limit();
      if (score <= limit) spotLimit.learn(score);
      return limit;
    };
  },
});

/** The tail of normal scores at the beginning of a stream; null where they have none. */
export function spotState(scores: Float32Array): SpotState | null {
  const tail = fitTail(scores);
  if (!tail) return null;
  const { level, count } = tail;
  const peaks = Array.from(
    scores.filter((score) => score > level),
    (score) => score - level,
  );
  return { level, peaks, count };
}

/** How the limit began. */
export function describeSpot({ scores }: NormalScores, { peaks, level }: SpotState, risk: number) {
  return (
    `exceeded by a normal row with a probability of ${share(risk)}, begun with the ${peaks.length} of ` +
    `${scores.length} normal rows held out from training whose score is above ${level.toPrecision(4)}`
  );
}
