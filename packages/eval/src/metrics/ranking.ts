/**
 * Metrics of the order of scores, whatever the threshold. All walk once through the scores from the
 * highest down; rows with equal scores are taken in one step, so that ties are neither won nor lost.
 */
import { type Confusion, confusionOf, pointMetrics, type PointMetrics } from './pointwise.js';
import type { OracleThreshold } from '../threshold/threshold.js';

/** Metrics of a ranking; null where one of the two classes has no row. */
export interface RankingMetrics {
  /** Chance that an attack row scores above a normal one. */
  readonly auroc: number | null;
  /** Average precision over the recall gained at each distinct score. */
  readonly auprc: number | null;
  /** Share of attack rows: the average precision of a random score. */
  readonly prevalence: number | null;
}

/** The distinct scores of rows, one step each. */
export interface Ranking {
  /** (S), from the largest down. */
  readonly scores: Float32Array;
  /** (S), rows at or above the score. */
  readonly flagged: Uint32Array;
  /** (S), attack rows at or above it. */
  readonly hits: Uint32Array;
}

/**
 * Distinct scores from the largest down, with how many rows and attack rows reach them.
 *
 * @param labels (N), anything but 0 is an attack row
 * @param scores (N), all numbers
 */
export function rankScores(labels: ArrayLike<number>, scores: Float32Array): Ranking {
  const order = descendingOrder(scores);
  const ranking = {
    scores: new Float32Array(order.length),
    flagged: new Uint32Array(order.length),
    hits: new Uint32Array(order.length),
  };
  let [steps, hits] = [0, 0];
  for (let i = 0; i < order.length; i++) {
    if (labels[order[i]] !== 0) hits++;
    const score = scores[order[i]];
    if (i + 1 < order.length && scores[order[i + 1]] === score) continue;
    ranking.scores[steps] = score;
    ranking.flagged[steps] = i + 1;
    ranking.hits[steps++] = hits;
  }
  return {
    scores: ranking.scores.subarray(0, steps),
    flagged: ranking.flagged.subarray(0, steps),
    hits: ranking.hits.subarray(0, steps),
  };
}

/**
 * Indices of scores from the largest down: a radix sort over the bits, as a million comparisons through
 * a function would take most of the time of an evaluation.
 */
function descendingOrder(scores: Float32Array): Uint32Array {
  let keys = new Uint32Array(scores.slice().buffer);
  // as unsigned integers, positive floats ascend and negative ones descend; here all descend
  for (let i = 0; i < keys.length; i++) if (keys[i] >>> 31 === 0) keys[i] = ~keys[i] & 0x7fffffff;
  let order = Uint32Array.from(scores.keys());
  let [sortedKeys, sortedOrder] = [new Uint32Array(keys.length), new Uint32Array(keys.length)];
  for (const shift of [0, 11, 22]) {
    const starts = new Uint32Array((1 << 11) + 1);
    for (let i = 0; i < keys.length; i++) starts[((keys[i] >>> shift) & 0x7ff) + 1]++;
    for (let digit = 1; digit < starts.length; digit++) starts[digit] += starts[digit - 1];
    for (let i = 0; i < keys.length; i++) {
      const at = starts[(keys[i] >>> shift) & 0x7ff]++;
      sortedKeys[at] = keys[i];
      sortedOrder[at] = order[i];
    }
    [keys, sortedKeys] = [sortedKeys, keys];
    [order, sortedOrder] = [sortedOrder, order];
  }
  return order;
}

/**
 * AUROC, average precision and prevalence.
 *
 * Source: Fawcett 2006, "An introduction to ROC analysis", algorithm 3; average precision as
 * scikit-learn's `average_precision_score`, without interpolation.
 */
export function rankingMetrics({ flagged, hits }: Ranking): RankingMetrics {
  const [N, P] = [flagged.at(-1) ?? 0, hits.at(-1) ?? 0];
  const prevalence = N > 0 ? P / N : null;
  if (P === 0 || P === N) return { auroc: null, auprc: null, prevalence };
  let area = 0;
  let precisionSum = 0;
  let [hitsBefore, missesBefore] = [0, 0];
  for (let s = 0; s < flagged.length; s++) {
    const misses = flagged[s] - hits[s];
    area += ((misses - missesBefore) * (hits[s] + hitsBefore)) / 2;
    precisionSum += ((hits[s] - hitsBefore) * hits[s]) / flagged[s];
    [hitsBefore, missesBefore] = [hits[s], misses];
  }
  return { auroc: area / (P * (N - P)), auprc: precisionSum / P, prevalence };
}

/** The limit with the best F1 and what it reaches: chosen with the labels known, an ORACLE. */
export interface OracleF1 extends PointMetrics {
  readonly threshold: OracleThreshold;
  readonly confusion: Confusion;
}

/**
 * The best F1 that any limit could reach. The limit lies half-way to the next lower score.
 *
 * @returns null where no row is labelled as attack
 */
export function bestF1({ scores, flagged, hits }: Ranking): OracleF1 | null {
  const [N, P] = [flagged.at(-1) ?? 0, hits.at(-1) ?? 0];
  if (P === 0) return null;
  const f1 = (s: number): number => (2 * hits[s]) / (flagged[s] + P);
  let best = 0;
  for (let s = 1; s < flagged.length; s++) if (f1(s) > f1(best)) best = s;
  const below = scores.at(best + 1) ?? scores[best] - 1;
  const rule = 'ORACLE: the limit with the best F1, chosen with the labels known';
  const confusion = confusionOf(hits[best], flagged[best], P, N);
  return {
    threshold: { sawLabels: true, kind: 'ORACLE', value: (scores[best] + below) / 2, rule },
    confusion,
    ...pointMetrics(confusion),
  };
}
