/** What a study has found: the best trial, how it came there, and which settings mattered. */
import type { Dimension, Space, Value } from '../space/space.js';
import type { Trial } from '../store/events.js';
import type { StudyDescription } from '../store/description.js';

/** A trial that came to its end. */
export type FinishedTrial = Trial & { readonly value: number };

/** The trials that came to their end, in the order of their numbers. */
export function finishedTrials(trials: readonly Trial[]): FinishedTrial[] {
  return trials.filter(
    (trial): trial is FinishedTrial => trial.state === 'finished' && trial.value !== undefined,
  );
}

/** The finished trials, the best first; of equal ones the earlier. */
export function rankTrials(
  trials: readonly Trial[],
  direction: StudyDescription['direction'],
): FinishedTrial[] {
  const sign = direction === 'maximise' ? -1 : 1;
  return finishedTrials(trials).sort((a, b) => sign * (a.value - b.value) || a.number - b.number);
}

/** The best value after each finished trial. */
export function bestSoFar(
  trials: readonly Trial[],
  direction: StudyDescription['direction'],
): { readonly trial: number; readonly value: number; readonly best: number }[] {
  const better = direction === 'maximise' ? Math.max : Math.min;
  let best = direction === 'maximise' ? -Infinity : Infinity;
  return finishedTrials(trials).map(({ number, value }) => {
    best = better(best, value);
    return { trial: number, value, best };
  });
}

/** How much of the differences between trials goes with a setting. */
export interface Importance {
  readonly name: string;
  /** Between 0 and 1; null where too few trials have the setting. */
  readonly share: number | null;
  /** Trials that have it. */
  readonly trials: number;
}

/** Numbers are compared in so many groups of equal size. */
const GROUPS = 4;
/** Trials for each group, below which nothing is said. */
const LEAST_IN_GROUP = 2;

/**
 * The share of the variance of the values that goes with each setting alone, the largest first: epsilon squared, which
 * is 0 in the mean where a setting does nothing. Numbers are compared in quarters. Settings that only act together
 * are not seen, and a sampler that favours good points distorts it; it says where to look, not why.
 *
 * Source: Kelley 1935, "An Unbiased Correlation Ratio Measure", PNAS 21.
 */
export function importances(space: Space, trials: readonly Trial[]): Importance[] {
  const finished = finishedTrials(trials);
  return space
    .map((dimension): Importance => {
      const having = finished.filter(({ point }) => Object.hasOwn(point, dimension.name));
      const groups = groupsOf(dimension, having);
      return { name: dimension.name, share: epsilonSquared(groups), trials: having.length };
    })
    .sort((a, b) => (b.share ?? -1) - (a.share ?? -1));
}

/** Values of the trials by value of the setting, or by quarter of its numbers. */
function groupsOf(dimension: Dimension, trials: readonly FinishedTrial[]): number[][] {
  const held = trials.map(({ point }) => point[dimension.name]);
  const groups = new Map<string, number[]>();
  const nameOf =
    dimension.kind === 'choice' || new Set(held).size <= GROUPS
      ? (value: Value) => JSON.stringify(value)
      : quarterOf(held.map(Number));
  for (const [i, { value }] of trials.entries()) {
    const name = nameOf(held[i]);
    groups.set(name, [...(groups.get(name) ?? []), value]);
  }
  return [...groups.values()];
}

function quarterOf(numbers: readonly number[]): (value: Value) => string {
  const sorted = [...numbers].sort((a, b) => a - b);
  const bounds = Array.from(
    { length: GROUPS - 1 },
    (_, g) => sorted[Math.floor(((g + 1) * sorted.length) / GROUPS)],
  );
  return (value) => String(bounds.filter((bound) => Number(value) >= bound).length);
}

/**
 * @param groups of values
 * @returns null where there are too few values to tell groups from chance
 */
export function epsilonSquared(groups: readonly (readonly number[])[]): number | null {
  const values = groups.flat();
  const N = values.length;
  const K = groups.length;
  if (K < 2 || N < K * LEAST_IN_GROUP || N - K < 1) return null;
  const mean = values.reduce((sum, value) => sum + value, 0) / N;
  const total = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  if (total === 0) return 0;
  const within = groups.reduce((sum, group) => {
    const own = group.reduce((s, value) => s + value, 0) / group.length;
    return sum + group.reduce((s, value) => s + (value - own) ** 2, 0);
  }, 0);
  const spread = within / (N - K);
  return Math.max(0, (total - within - (K - 1) * spread) / total);
}
