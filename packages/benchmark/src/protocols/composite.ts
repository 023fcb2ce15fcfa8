/**
 * The composite F1 of flagged rows, and the limits of Garg et al. that it is read at.
 *
 * Source: Garg et al. 2021, "An Evaluation of Anomaly Detection and Diagnosis in Multivariate Time Series",
 * section III-D.
 */
import { rankScores } from '@anodec/metrics';
import type { ProtocolRows } from './rows.js';

/** Fc1 where rows with a score above a limit are flagged: rows' precision with attacks' recall. */
export function compositeAt(
  { labels, attacks }: ProtocolRows,
  scores: Float64Array,
  limit: number,
): number | null {
  if (attacks.length === 0) return null;
  let [flagged, hits] = [0, 0];
  scores.forEach((score, t) => {
    if (!(score > limit)) return;
    flagged += 1;
    hits += labels[t];
  });
  const detected = attacks.filter(({ start, end }) =>
    scores.subarray(start, end).some((score) => score > limit),
  ).length;
  return harmonic(flagged === 0 ? 0 : hits / flagged, detected / attacks.length);
}

/** The limit that as many rows exceed as are under attack; chosen with the labels known. */
export function topKLimit({ labels }: ProtocolRows, scores: Float64Array): number {
  const sorted = scores.filter((score) => !Number.isNaN(score)).sort();
  const share = labels.reduce((sum, label) => sum + label, 0) / Math.max(1, labels.length);
  const position = Math.ceil((1 - share) * (sorted.length - 1)); // NumPy's percentile, "higher"
  return sorted[position] ?? NaN;
}

/** The best Fc1 over all limits; chosen with the labels known. */
export function bestComposite(rows: ProtocolRows, scores: Float64Array): number | null {
  const { labels, attacks } = rows;
  if (attacks.length === 0) return null;
  const known = [...scores.keys()].filter((t) => !Number.isNaN(scores[t]));
  const ranked = Float32Array.from(known, (t) => scores[t]);
  const ranking = rankScores(
    known.map((t) => labels[t]),
    ranked,
  );
  const peaks = attacks
    .map(({ start, end }) =>
      scores.subarray(start, end).reduce((a, b) => (b > a ? b : a), -Infinity),
    )
    .map(Math.fround)
    .sort((a, b) => b - a);
  let [best, detected] = [0, 0];
  ranking.scores.forEach((score, i) => {
    while (detected < peaks.length && peaks[detected] >= score) detected += 1;
    const precision = ranking.hits[i] / ranking.flagged[i];
    best = Math.max(best, harmonic(precision, detected / attacks.length));
  });
  return best;
}

function harmonic(a: number, b: number): number {
  return a + b === 0 ? 0 : (2 * a * b) / (a + b);
}
