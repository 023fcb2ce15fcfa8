/**
 * Time-series aware precision and recall, and their enhanced form.
 *
 * Both reward detecting an attack at all and covering much of it. The enhanced form counts only
 * overlaps between attacks that are covered enough and alarms that are precise enough.
 *
 * Left out: the stretch after an attack in which alarms still earn something (δ = 0, as eTaPR's own
 * default). Event metrics have recoveries for that.
 *
 * Source: Hwang et al. 2019, "Time-Series Aware Precision and Recall for Anomaly Detection"; Hwang et al. 2022,
 * "Do You Know Existing Accuracy Metrics Overrate Time-Series Anomaly Detections?".
 */
import type { Segment } from '@anodec/core';
import type { EvaluatedRows } from './rows.js';
import { onceForEach } from './once-for-each.js';
import { alarmRuns, attackRuns, lengthOf, overlappingRuns, sharedRows } from './runs.js';

/** Precision and recall; null without alarms or attacks. */
export interface PrecisionRecall {
  readonly precision: number | null;
  readonly recall: number | null;
}

/** What TaPR is computed with: the values of its authors' program. */
const TAPR = { alpha: 0.8, theta: 0.5 };
/** As the paper recommends. */
const ETAPR = { thetaP: 0.5, thetaR: 0.1 };

/**
 * TaP and TaR: α × the share of those detected + (1 − α) × the mean share covered. An attack (an alarm)
 * is detected (correct) where at least the share θ of its rows lies in alarms (attacks).
 *
 * @param attacks ascending and disjoint, as `alarms`
 */
export function timeAware(
  attacks: readonly Segment[],
  alarms: readonly Segment[],
  { alpha, theta } = TAPR,
): PrecisionRecall {
  const scoreOf = (runs: readonly Segment[], others: readonly Segment[]): number | null => {
    if (runs.length === 0) return null;
    const shares = coveredShares(runs, others);
    const detected = shares.filter((share) => share >= theta).length;
    const covered = shares.reduce((sum, share) => sum + share, 0);
    return (alpha * detected + (1 - alpha) * covered) / runs.length;
  };
  return { precision: scoreOf(alarms, attacks), recall: scoreOf(attacks, alarms) };
}

function coveredShares(runs: readonly Segment[], others: readonly Segment[]): number[] {
  const { first, last } = overlappingRuns(runs, others);
  return runs.map((run, i) => {
    let shared = 0;
    for (let j = first[i]; j < last[i]; j++) shared += sharedRows(run, others[j]);
    return shared / lengthOf(run);
  });
}

/** An attack and an alarm that share rows. */
interface Overlap {
  readonly attack: number;
  readonly alarm: number;
  readonly rows: number;
}

/**
 * eTaP and eTaR. Overlaps of attacks that are covered by less than θr, and of alarms of which less than
 * θp lies in attacks, are dropped until none is left to drop. Then each attack earns
 * (1 + covered share) / 2 if anything is left of it, and each alarm the same, weighted by the square root of
 * its length.
 *
 * @param attacks ascending and disjoint, as `alarms`
 */
export function enhancedTimeAware(
  attacks: readonly Segment[],
  alarms: readonly Segment[],
  { thetaP, thetaR } = ETAPR,
): PrecisionRecall {
  const overlaps = pruned(overlapsOf(attacks, alarms), attacks, alarms, { thetaP, thetaR });
  const attackShares = sharesBy('attack', overlaps, attacks);
  const alarmShares = sharesBy('alarm', overlaps, alarms);
  const weights = alarms.map((alarm) => Math.sqrt(lengthOf(alarm)));
  return {
    recall: weightedMean(
      Array.from(attackShares, earned),
      attacks.map(() => 1),
    ),
    precision: weightedMean(Array.from(alarmShares, earned), weights),
  };
}

/** Half for being left at all, half for the share covered. */
function earned(share: number): number {
  return share > 0 ? (1 + share) / 2 : 0;
}

function overlapsOf(attacks: readonly Segment[], alarms: readonly Segment[]): Overlap[] {
  const { first, last } = overlappingRuns(attacks, alarms);
  return attacks.flatMap((run, attack) =>
    Array.from({ length: last[attack] - first[attack] }, (_, i) => {
      const alarm = first[attack] + i;
      return { attack, alarm, rows: sharedRows(run, alarms[alarm]) };
    }),
  );
}

/** Drops overlaps that do not suffice; attacks first, then alarms, until nothing changes. */
function pruned(
  overlaps: readonly Overlap[],
  attacks: readonly Segment[],
  alarms: readonly Segment[],
  { thetaP, thetaR }: typeof ETAPR,
): readonly Overlap[] {
  const attackShares = sharesBy('attack', overlaps, attacks);
  const covered = overlaps.filter(({ attack }) => attackShares[attack] >= thetaR);
  const alarmShares = sharesBy('alarm', covered, alarms);
  const kept = covered.filter(({ alarm }) => alarmShares[alarm] >= thetaP);
  return kept.length === overlaps.length ? kept : pruned(kept, attacks, alarms, { thetaP, thetaR });
}

/** For each run the share of its rows that the overlaps hold. */
function sharesBy(
  side: 'attack' | 'alarm',
  overlaps: readonly Overlap[],
  runs: readonly Segment[],
): Float64Array {
  const shares = new Float64Array(runs.length);
  for (const overlap of overlaps) shares[overlap[side]] += overlap.rows;
  return shares.map((rows, i) => rows / lengthOf(runs[i]));
}

function weightedMean(values: readonly number[], weights: readonly number[]): number | null {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return total === 0 ? null : values.reduce((sum, v, i) => sum + v * weights[i], 0) / total;
}

/** TaP and TaR of the alarms of evaluated rows. */
export const timeAwareOf = onceForEach((rows: EvaluatedRows) =>
  timeAware(attackRuns(rows), alarmRuns(rows)),
);

/** eTaP and eTaR of the alarms of evaluated rows. */
export const enhancedTimeAwareOf = onceForEach((rows: EvaluatedRows) =>
  enhancedTimeAware(attackRuns(rows), alarmRuns(rows)),
);
