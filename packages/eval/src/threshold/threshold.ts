/**
 * Thresholds come from scores of normal rows alone. The one that looks at labels, `OracleThreshold`,
 * is a type of its own: nothing that raises alarms accepts it.
 */
import type { Segment } from '@anodec/core';

/** A limit that never saw a label; a row above it is strange. */
export interface Threshold {
  readonly sawLabels: false;
  /** Name in the registry of thresholds. */
  readonly kind: string;
  /** In the unit of the score. */
  readonly value: number;
  /** How it was made, one sentence for the report. */
  readonly rule: string;
  /** Normal scores it was made from. */
  readonly scores: number;
}

/** The best limit that someone who knows every label could have picked: an upper bound, no result. */
export interface OracleThreshold {
  readonly sawLabels: true;
  readonly kind: 'ORACLE';
  readonly value: number;
  readonly rule: string;
}

/** What a threshold is made from. */
export interface NormalScores {
  /** (N), all recordings one after the other, all numbers, at least one. */
  readonly scores: Float32Array;
  /** How many alarms a limit would raise on these rows. */
  readonly alarmsAbove: (limit: number) => number;
  /** How much was recorded, in days, or in thousands of rows where there is no clock. */
  readonly recorded: number;
  /** What `recorded` counts. */
  readonly unit: 'day' | '1,000 rows';
}

/** Settings of all thresholds; each variant reads its own. */
export interface ThresholdSettings {
  readonly quantile: number;
  readonly sigmas: number;
  readonly margin: number;
  readonly budget: number;
}

/** Picks a limit and says how in one sentence. */
export type ThresholdRule = (
  normal: NormalScores,
  settings: ThresholdSettings,
) => { readonly value: number; readonly rule: string };

/** The rows above a limit, as runs; a row without a score is in none. */
export function rowsAbove(scores: Float32Array, limit: number): Segment[] {
  const runs: Segment[] = [];
  let start = -1;
  for (let t = 0; t <= scores.length; t++) {
    const above = t < scores.length && scores[t] > limit;
    if (above && start < 0) start = t;
    if (!above && start >= 0) {
      runs.push({ start, end: t });
      start = -1;
    }
  }
  return runs;
}
