/** Labels as flags of attack, for counting: a row whose label is not known is none. */

/** (T), 1 where the label is 1, else 0. */
export function attackFlags(labels: Uint8Array): Uint8Array {
  return labels.map((label) => Number(label === 1));
}
