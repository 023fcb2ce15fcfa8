/**
 * Root cause: whether the channels that were attacked are those that contribute most.
 *
 * Only attacks count of which the attacked channels are known, in recordings with channel scores. The
 * contribution of a channel over several rows is the sum of its positive scores. Equal contributions
 * are ranked in the order of the channels.
 *
 * Source: Su et al. 2019, "Robust Anomaly Detection for Multivariate Time Series through Stochastic Recurrent Neural
 * Network" (OmniAnomaly): HitRate@P%; Li et al. 2021, "Multivariate Time Series Anomaly
 * Detection and Interpretation using Hierarchical Inter-Metric and Temporal Embedding" (InterFusion):
 * the same as interpretation score; Tuli et al. 2022, "TranAD": NDCG@P%; Garg et al. 2021, "An Evaluation of
 * Anomaly Detection and Diagnosis in Multivariate Time Series": RC-top-3.
 */
import { mean } from '@anodec/core';
import { effectiveAttacks } from './events.js';
import { onceForEach } from './once-for-each.js';
import { explainedRows, howDetected } from './per-attack.js';
import { ratio } from './pointwise.js';
import type { MetricRecording } from './recording.js';

/** How many channels are named for an attack. */
const TOP = 3;
/** Shares P: as many channels are looked at as were attacked, or half as many again. */
export type HitPercent = 100 | 150;

/** The ranks of the attacked channels, 0 the first, for one attack. */
export interface AttackRanks {
  /** By the sums over the rows of the attack. */
  readonly overall: readonly number[];
  /** Rows with a score of each attacked channel, and their hit rates, summed. */
  readonly rows: number;
  readonly rowHits: Readonly<Record<HitPercent, number>>;
  /** By the sums over the rows that an alarm explains; null where the attack was missed. */
  readonly named: readonly number[] | null;
}

/** The ranks for each attack with known channels. */
export const attackRanks = onceForEach((recordings: readonly MetricRecording[]): AttackRanks[] =>
  recordings.flatMap((recording) => {
    const { channelScoresAt, channels } = recording;
    if (!channelScoresAt) return [];
    return effectiveAttacks(recording.attacks).flatMap((placed) => {
      const { attack, rows } = placed;
      const attacked = attack.channels.map((name) => channels.indexOf(name)).filter((c) => c >= 0);
      if (attacked.length === 0) return [];
      const caught = howDetected(recording, placed) !== 'none';
      const rowHits = { 100: 0, 150: 0 };
      let scored = 0;
      const sums = new Float64Array(channels.length);
      const namedSums = new Float64Array(channels.length);
      const named = explainedRows(recording, rows);
      for (let t = rows.start; t < rows.end; t++) {
        const scores = channelScoresAt(t);
        addPositive(sums, scores);
        if (t >= named.start && t < named.end) addPositive(namedSums, scores);
        if (attacked.some((c) => Number.isNaN(scores[c]))) continue;
        const ranks = ranksOf(scores, attacked);
        scored++;
        rowHits[100] += hitRate(ranks, 100);
        rowHits[150] += hitRate(ranks, 150);
      }
      return [
        {
          overall: ranksOf(sums, attacked),
          rows: scored,
          rowHits,
          named: caught ? ranksOf(namedSums, attacked) : null,
        },
      ];
    });
  }),
);

function addPositive(sums: Float64Array, scores: ArrayLike<number>): void {
  for (let c = 0; c < sums.length; c++) if (scores[c] > 0) sums[c] += scores[c]; // false for NaN
}

/** How many channels rank before each of the attacked ones. */
function ranksOf(scores: ArrayLike<number>, attacked: readonly number[]): number[] {
  return attacked.map((c) => {
    let before = 0;
    for (let other = 0; other < scores.length; other++) {
      if (scores[other] > scores[c] || (scores[other] === scores[c] && other < c)) before++;
    }
    return before;
  });
}

/** The share of attacked channels among the first P % as many; null without an attack that counts. */
export function meanHitRate(ranks: readonly AttackRanks[], percent: HitPercent): number | null {
  return ranks.length === 0 ? null : mean(ranks.map(({ overall }) => hitRate(overall, percent)));
}

/** The same for each row of the attacks on its own, the mean over all of them. */
export function meanRowHitRate(ranks: readonly AttackRanks[], percent: HitPercent): number | null {
  const rows = sum(ranks.map((attack) => attack.rows));
  return ratio(sum(ranks.map(({ rowHits }) => rowHits[percent])), rows);
}

function hitRate(ranks: readonly number[], percent: HitPercent): number {
  const lookedAt = Math.floor((ranks.length * percent) / 100);
  return ranks.filter((rank) => rank < lookedAt).length / ranks.length;
}

/** Normalised discounted cumulative gain of the first P % as many channels as were attacked. */
export function meanGain(ranks: readonly AttackRanks[], percent: HitPercent): number | null {
  return ranks.length === 0 ? null : mean(ranks.map(({ overall }) => gain(overall, percent)));
}

/** Source: Järvelin & Kekäläinen 2002, "Cumulated gain-based evaluation of IR techniques". */
function gain(ranks: readonly number[], percent: HitPercent): number {
  const lookedAt = Math.floor((ranks.length * percent) / 100);
  const discounted = (rank: number): number => (rank < lookedAt ? 1 / Math.log2(rank + 2) : 0);
  const ideal = ranks.map((_, rank) => discounted(rank));
  return sum(ranks.map(discounted)) / sum(ideal);
}

/** Share of the detected attacks with an attacked channel among the first three of their alarm. */
export function namedShare(ranks: readonly AttackRanks[]): number | null {
  const named = ranks.flatMap((attack) => (attack.named ? [attack.named] : []));
  if (named.length === 0) return null;
  return named.filter((attack) => attack.some((rank) => rank < TOP)).length / named.length;
}

function sum(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0);
}
