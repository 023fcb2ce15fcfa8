/** How the calibrated scores of several detectors become one. */

/** Scores of held-out normal rows, in order, which scores of other rows are compared with. */
export interface Calibration {
  readonly lowest: number;
  /** Distance of the quartiles in units of that of a normal distribution; above 0. */
  readonly spread: number;
  /** At even ranks, increasing. */
  readonly sorted: Float32Array;
}

/** To add a way: one line here, its name in the setting. */
export const combinations = {
  /** Mean of the distances above the lowest one, in spreads: all members have a say. */
  mean: (scores, calibrations) => mean(scores.map((x, m) => distance(x, calibrations[m]))),
  /** The largest of these distances: one member is enough. */
  max: (scores, calibrations) => Math.max(...scores.map((x, m) => distance(x, calibrations[m]))),
  /** Mean share of held-out normal rows with lower scores: how far a score is out does not matter. */
  rank: (scores, calibrations) => mean(scores.map((x, m) => shareBelow(x, calibrations[m].sorted))),
} satisfies Record<
  string,
  (scores: readonly number[], calibrations: readonly Calibration[]) => number
>;

/** Names of the ways. */
export type CombinationName = keyof typeof combinations;

/** Ranks that are kept of the held-out scores. */
const RANKS = 513;

/** @param scores of held-out normal rows, any order, at least one, no NaN */
export function calibrationOf(scores: Float32Array): Calibration {
  const all = scores.slice().sort();
  const count = Math.min(RANKS, all.length);
  const at = (share: number): number => all[Math.round(share * (all.length - 1))];
  const sorted = Float32Array.from({ length: count }, (_, i) => at(i / Math.max(1, count - 1)));
  return fromSorted(sorted);
}

/** The calibration with these ranks. */
export function fromSorted(sorted: Float32Array): Calibration {
  const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))];
  const quartiles = (at(0.75) - at(0.25)) / 1.349;
  const range = (at(1) - at(0)) / 6; // scores that are mostly equal have no quartiles apart
  return { lowest: at(0), spread: quartiles || range || 1, sorted };
}

/** Never negative, as alarm policies divide by what is usual. */
function distance(score: number, { lowest, spread }: Calibration): number {
  return Math.max(0, score - lowest) / spread;
}

/** The share of sorted values below a score; of equal values half. */
function shareBelow(score: number, sorted: Float32Array): number {
  let [below, equal] = [0, 0];
  for (const value of sorted) {
    if (value < score) below++;
    else if (value === score) equal++;
  }
  return (below + equal / 2) / sorted.length;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, x) => sum + x, 0) / values.length;
}
