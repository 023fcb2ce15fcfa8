/** Stage: the trailing filter over row scores. */
import { createStage, GAP_PERIODS, type Stage } from '@anodec/core';
import { smoothings } from '../smoothing/registry.js';
import type { Filter } from '../smoothing/smoothing.js';
import type { RowTime } from '../span.js';

/** Scores of successive rows. */
export interface ScoreRows {
  /** (n), NaN where there is none. */
  readonly score: Float32Array;
  /** (n), in the clock of the recording. */
  readonly timestamps: Float64Array;
}

/**
 * The stage of the smoothing, to scores (n). The filter begins again after a row without a score and
 * after a gap, a step longer than one and a half periods.
 *
 * @param settings of the smoothing, with its `kind`
 */
export function smoothingStage(
  settings: { readonly kind: string },
  time: RowTime,
): Stage<ScoreRows, Float32Array> {
  const newFilter = smoothings.get(settings.kind).filters(settings, time);
  const longestStep = GAP_PERIODS * time.period;
  return createStage(() => {
    let filter: Filter | null = null;
    let before = NaN; // time of the row before; a step from nowhere is no gap
    return {
      push: ({ score, timestamps }) =>
        score.map((value, t) => {
          if (timestamps[t] - before > longestStep) filter = null;
          before = timestamps[t];
          if (Number.isNaN(value)) {
            filter = null;
            return NaN;
          }
          filter ??= newFilter();
          return filter(value);
        }),
    };
  });
}
