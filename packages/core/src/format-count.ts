/** Counts as text. */

/** A whole number with its thousands separated by commas, such as `1,234`. */
export function formatCount(n: number): string {
  return n.toLocaleString('en');
}
