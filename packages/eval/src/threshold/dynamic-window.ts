/** Threshold of telemanom over the last rows of a recording. */
import { concatenate, variantSettings } from '@anodec/core';
import { z } from 'zod';
import { rowsIn, Span } from '../span.js';
import { pruneOptions } from './dynamic.js';
import { dynamicLimit } from './telemanom.js';
import { defineMovingThreshold } from './threshold.js';

/** Batches of rows in a window, after each of which the threshold is made anew. */
const BATCHES = 30;

const State = z.strictObject({
  /** The last normal scores, oldest first: the window at the beginning of a recording. */
  latest: z.array(z.number()).min(1),
});

/**
 * The non-parametric threshold over the last `over` rows, anew after each thirtieth of the window. The limit
 * of a row comes from rows before it; in the beginning from the last normal rows held out.
 *
 * Where nothing in the window is separate from the rest, the limit is the largest score of the window, so
 * that a row above it exceeds everything for that long.
 *
 * Source: see `dynamicLimit`; window and batches as in the authors' program (30 batches of 70 rows), which
 * decides about a batch when it is complete.
 */
export const dynamicWindow = defineMovingThreshold({
  settings: variantSettings(
    'dynamic-window',
    'Non-parametric threshold of telemanom, with pruning, over the last rows',
    {
      ...pruneOptions,
      over: Span.default(2100).describe(
        'Window that the threshold is made from, as a duration or in rows',
      ),
    },
  ),
  state: State,
  pick({ over, prune }, { scores, time }) {
    const W = Math.max(BATCHES, rowsIn(over, time));
    const latest = scores.subarray(-W);
    return {
      value: dynamicLimit(latest, prune).limit,
      rule:
        `the non-parametric threshold over the ${W} rows before, in the beginning over ${latest.length} ` +
        'normal rows held out from training',
      state: { latest: Array.from(latest) },
    };
  },
  start({ over, prune }, { latest }, time) {
    const W = Math.max(BATCHES, rowsIn(over, time));
    const batch = Math.ceil(W / BATCHES);
    let window: Float32Array = Float32Array.from(latest).subarray(-W);
    let { limit } = dynamicLimit(window, prune);
    let fresh: number[] = [];
    return (score) => {
      if (fresh.length === batch) {
        window = concatenate([window, Float32Array.from(fresh)]).subarray(-W);
        fresh = [];
        ({ limit } = dynamicLimit(window, prune));
      }
      fresh.push(score);
      return limit;
    };
  },
});
