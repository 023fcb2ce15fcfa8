/** Stage: which rows are above the threshold, and which are high enough for an alarm to go on. */
import { createStage, type Stage } from '@anodec/core';
import type { RowTime } from '../span.js';
import { thresholds } from '../threshold/registry.js';

/** Rows, each with its threshold. */
export interface LimitRows {
  /** (n), the threshold of each row, in the unit of the score. */
  readonly limits: Float64Array;
  /** (n), 1 where the score is above the threshold. */
  readonly exceeds: Uint8Array;
  /** (n), 1 where the score is above the closing threshold; wherever `exceeds` is, this is. */
  readonly holds: Uint8Array;
}

/** A threshold as it was fitted. */
export interface FittedLimit {
  /** Its settings, with their `kind`. */
  readonly settings: { readonly kind: string };
  readonly state: unknown;
  readonly value: number;
  /** Whether it was picked from labelled rows: then it stays where it is, whatever the settings say. */
  readonly sawLabels: false | 'validation';
  /** The closing threshold as a share of the threshold, in (0, 1]. */
  readonly closeAt: number;
}

/** The threshold below which an alarm ends. */
export function closingLimit(limit: number, closeAt: number): number {
  return closeAt === 1 ? limit : limit - (1 - closeAt) * Math.abs(limit);
}

/**
 * The stage of the threshold, from scores (n). The threshold of a row depends on rows before it; rows
 * without a score neither move nor exceed it.
 */
export function thresholdStage(
  { settings, state, value, sawLabels, closeAt }: FittedLimit,
  time: RowTime,
): Stage<Float32Array, LimitRows> {
  const rule = thresholds.get(settings.kind);
  return createStage(() => {
    const stays = !rule.moves || sawLabels !== false;
    const limitOf = stays ? () => value : rule.start(settings, state, value, time);
    let latest = value;
    return {
      push(score) {
        const limits = new Float64Array(score.length);
        const exceeds = new Uint8Array(score.length);
        const holds = new Uint8Array(score.length);
        for (let t = 0; t < score.length; t++) {
          if (!Number.isNaN(score[t])) latest = limitOf(score[t]);
          limits[t] = latest;
          exceeds[t] = score[t] > latest ? 1 : 0;
          holds[t] = score[t] > closingLimit(latest, closeAt) ? 1 : 0;
        }
        return { limits, exceeds, holds };
      },
    };
  });
}
