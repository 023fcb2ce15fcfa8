/** Corrections of mistyped names. */

/**
 * The known word that a mistyped one was most likely meant to be.
 *
 * @returns undefined when none is within a third of its letters, or one letter
 *
 * Source: Damerau 1964, "A Technique for Computer Detection and Correction of Spelling Errors":
 * letters left out, added, replaced, or exchanged with the next one.
 */
export function nearest(typed: string, known: readonly string[]): string | undefined {
  const ranked = known
    .map((word) => ({ word, distance: editDistance(typed, word) }))
    .sort((a, b) => a.distance - b.distance);
  const best = ranked[0];
  const limit = Math.max(1, Math.floor(typed.length / 3));
  return best && best.distance <= limit ? best.word : undefined;
}

function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      const exchanged = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      next.push(
        Math.min(replaced, row[j] + 1, next[j - 1] + 1, exchanged ? before[j - 2] + 1 : Infinity),
      );
    }
    [before, row] = [row, next];
  }
  return row[b.length];
}
