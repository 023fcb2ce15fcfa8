/** Counts as text. */

/** A whole number with its thousands separated by commas, such as `1,234`. */
export function formatCount(n: number): string {
  return n.toLocaleString('en');
}

/** A count with what is counted, in the singular where it is one: `1 row`, `1,234 rows`. @param noun regular, such as `row` */
export function countOf(n: number, noun: string): string {
  return `${formatCount(n)} ${noun}${n === 1 ? '' : 's'}`;
}
