/**
 * The NAB score over all limits: the first row at or above a limit within a window earns the more the earlier it is;
 * rows outside windows cost the more the later they are after the last one.
 *
 * Source: Lavin & Ahmad 2015, "Evaluating Real-time Anomaly Detection Algorithms", section III; `sweeper.py`
 * of github.com/numenta/NAB.
 */
import type { Segment } from '@anodec/core';

/** What hits, rows outside windows and missed windows weigh. */
export interface NabWeights {
  readonly hit: number;
  readonly falseRow: number;
  readonly miss: number;
}

/**
 * The best score of any limit; chosen with the labels known. 100 is a perfect detector, 0 one that finds nothing.
 *
 * @param recordings scores (T), NaN where there is none, and the windows of each
 * @returns null where there is no window
 */
export function bestNabScore(
  recordings: readonly {
    readonly scores: ArrayLike<number>;
    readonly windows: readonly Segment[];
  }[],
  weights: NabWeights,
): number | null {
  const windows = recordings.reduce((sum, one) => sum + one.windows.length, 0);
  if (windows === 0) return null;
  const rows = recordings.flatMap(weighRows).sort((a, b) => b.score - a.score);
  const earned = new Map<Segment, number>();
  let [hits, falseRows] = [0, 0];
  const valueNow = (): number =>
    weights.hit * hits + weights.falseRow * falseRows - weights.miss * (windows - earned.size);
  let best = valueNow(); // no row reaches the highest limit
  rows.forEach(({ score, window, value }, i) => {
    if (window) {
      const before = earned.get(window);
      if (before === undefined || value > before) {
        hits += value - (before ?? 0);
        earned.set(window, value);
      }
    } else falseRows += value;
    if (rows[i + 1]?.score !== score) best = Math.max(best, valueNow());
  });
  const none = -weights.miss * windows;
  return (100 * (best - none)) / (weights.hit * windows - none);
}

/** A row with a score: what it earns in its window, or costs outside. */
interface WeighedRow {
  readonly score: number;
  readonly window?: Segment;
  readonly value: number;
}

function weighRows({
  scores,
  windows,
}: {
  readonly scores: ArrayLike<number>;
  readonly windows: readonly Segment[];
}): WeighedRow[] {
  const rows: WeighedRow[] = [];
  let next = 0; // the first window that does not end before the row at hand
  for (let t = 0; t < scores.length; t++) {
    while (next < windows.length && windows[next].end <= t) next += 1;
    if (Number.isNaN(scores[t])) continue;
    const window = windows[next]?.start <= t ? windows[next] : undefined;
    const value = window ? valueWithin(window, t) : costAfter(windows[next - 1], t);
    rows.push({ score: scores[t], ...(window && { window }), value });
  }
  return rows;
}

/** At most 1, in the first row of the window. */
function valueWithin({ start, end }: Segment, t: number): number {
  return scaledSigmoid(-(end - t) / (end - start)) / scaledSigmoid(-1);
}

/** −1 before any window, near 0 right after one. */
function costAfter(before: Segment | undefined, t: number): number {
  if (!before) return -1;
  const width = before.end - before.start - 1;
  return width === 0 ? -1 : scaledSigmoid((t - (before.end - 1)) / width);
}

/** From 1 far before a position to −1 far after it. */
function scaledSigmoid(position: number): number {
  return position > 3 ? -1 : 2 / (1 + Math.exp(5 * position)) - 1;
}
