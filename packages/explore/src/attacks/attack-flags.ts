/** Labels as attack flags: a row whose label is unknown is not counted as attack. */

/** Attack flags of the rows, (T): 1 where the label is 1, else 0. */
export function attackFlags(labels: Uint8Array): Uint8Array {
  return labels.map((label) => Number(label === 1));
}
