/** Some of the days of each class, which networks do not learn from, so that their scores are those of new days. */
import { createRandom, shuffle } from '@anodec/core';

/** Indices of days, each ascending. */
export interface HeldOut {
  readonly learned: readonly number[];
  readonly heldOut: readonly number[];
}

/** Draws days of each class. One day of a class at least is learned from. @param labels (N) @param share of each class */
export function holdOut(labels: ArrayLike<number>, share: number, seed: number): HeldOut {
  const random = createRandom(seed).stream('held-out days');
  const all = Array.from(labels, (_, n) => n);
  const heldOut = [...new Set(Array.from(labels))]
    .sort((a, b) => a - b)
    .flatMap((label) => {
      const own = shuffle(
        all.filter((n) => labels[n] === label),
        random,
      );
      return own.slice(0, Math.min(own.length - 1, Math.round(own.length * share)));
    });
  const isOut = new Set(heldOut);
  return { learned: all.filter((n) => !isOut.has(n)), heldOut: heldOut.sort((a, b) => a - b) };
}
