/** Histograms of readings: over bins of equal width, or over states. */
import type { Column } from '../inspect/columns.js';

/** Counts of readings. */
export interface Histogram {
  /** (N + 1) borders of N bins of equal width, or (N) states. */
  readonly places: readonly number[];
  /** (N) */
  readonly counts: readonly number[];
  /** Whether the places are states rather than borders. */
  readonly discrete: boolean;
  /** Readings below the first and above the last border. */
  readonly below: number;
  readonly above: number;
}

const BINS = 40;
/** A range this many times as wide as that of nearly all readings would show a single bar. */
const WIDE = 4;
const TAIL = 0.0005;
/** Different values that a chart can show one by one, or a few together. */
const MOST_STEPS = 160;

/** Linear interpolation between order statistics, as NumPy's default. @param sorted not empty */
export function quantileOfSorted(sorted: Column, q: number): number {
  const position = q * (sorted.length - 1);
  const below = Math.floor(position);
  const above = Math.ceil(position);
  return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
}

/**
 * Where the bins of a histogram begin and end: the whole range, or, where a few readings lie far
 * away, the range of nearly all.
 *
 * @param sorted not empty
 */
function usefulRange(sorted: Column): readonly [low: number, high: number] {
  const whole = [sorted[0], sorted[sorted.length - 1]] as const;
  const usual = [quantileOfSorted(sorted, TAIL), quantileOfSorted(sorted, 1 - TAIL)] as const;
  const width = usual[1] - usual[0];
  return width > 0 && whole[1] - whole[0] > WIDE * width ? usual : whole;
}

/**
 * Counts sorted readings in bins; each bin has its lower border, the last one both.
 *
 * @param sorted (N), increasing, finite
 * @param range of the bins; where both ends are the same, one unit around them
 */
export function histogramOf(
  sorted: Column,
  [low, high]: readonly [number, number],
  bins = BINS,
): Histogram {
  const [from, to] = high > low ? [low, high] : [low - 0.5, low + 0.5];
  const places = Array.from({ length: bins + 1 }, (_, b) => from + (b * (to - from)) / bins);
  places[bins] = to;
  const start = firstAtLeast(sorted, from);
  let before = start;
  const counts = places.slice(1).map((border, b) => {
    const end = b === bins - 1 ? firstAbove(sorted, border) : firstAtLeast(sorted, border);
    const count = end - before;
    before = end;
    return count;
  });
  return { places, counts, discrete: false, below: start, above: sorted.length - before };
}

/**
 * The histogram for a chart: its bins end where nearly all readings do. A sensor that shows few
 * different values, in equal steps, gets bins of whole steps around them: bins of any other width
 * would hold one step here and two there, a comb that the readings do not have.
 *
 * @param sorted not empty
 * @param distinct how many different values there are
 */
export function chartHistogram(sorted: Column, distinct: number): Histogram {
  const range = usefulRange(sorted);
  const [low, high] = [sorted[0], sorted[sorted.length - 1]];
  if (range[0] !== low || range[1] !== high || distinct < 2 || distinct > MOST_STEPS) {
    return histogramOf(sorted, range);
  }
  const step = (high - low) / (distinct - 1);
  const steps = Math.ceil(distinct / BINS);
  const bins = Math.ceil(distinct / steps);
  return histogramOf(sorted, [low - step / 2, low - step / 2 + bins * steps * step], bins);
}

/** Counts sorted readings that take only these states; others are in no count. */
export function stateHistogram(sorted: Column, states: readonly number[]): Histogram {
  const counts = states.map((state) => firstAbove(sorted, state) - firstAtLeast(sorted, state));
  return { places: states, counts, discrete: true, below: 0, above: 0 };
}

/** How many of the sorted values lie below `border`. */
export function firstAtLeast(sorted: Column, border: number): number {
  return search(sorted, (value) => value >= border);
}

/** How many of the sorted values lie at or below `border`. */
export function firstAbove(sorted: Column, border: number): number {
  return search(sorted, (value) => value > border);
}

/** The first index whose value fits, where all after it do. */
function search(sorted: Column, fits: (value: number) => boolean): number {
  let [from, to] = [0, sorted.length];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (fits(sorted[middle])) to = middle;
    else from = middle + 1;
  }
  return from;
}
