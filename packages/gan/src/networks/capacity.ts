/** Sizes of layers relative to those of the original program. */

/** Multiplies a number of filters or units, which remains at least 1. */
export function relativeTo(capacity: number): (units: number) => number {
  return (units) => Math.max(1, Math.round(units * capacity));
}
