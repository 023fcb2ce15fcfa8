/** Whether a size keeps away from the genuine ones of its class. */
import { standardDeviation } from '@anodec/core';
import type { Messages } from '../messages.js';
import type { Candidate } from './strategy.js';

/**
 * Makes the check.
 *
 * @param clearance smallest distance in standard deviations of the lengths and widths of the class; 0 for none
 */
export function createClearance(
  genuine: Messages,
  clearance: number,
): (candidate: Candidate) => boolean {
  if (clearance === 0) return () => true;
  const byKind = new Map<
    number,
    { lengths: Float64Array; widths: Float64Array; scale: number[] }
  >();
  for (const kind of new Set(genuine.kinds)) {
    const isKind = (_: number, n: number): boolean => genuine.kinds[n] === kind;
    const lengths = genuine.lengths.filter(isKind);
    const widths = genuine.widths.filter(isKind);
    const scale = [lengths, widths].map((values) => clearance * standardDeviation(values));
    byKind.set(kind, { lengths, widths, scale });
  }
  return ({ kind, length, width }) => {
    const own = byKind.get(kind);
    if (!own) return true;
    const [longScale, wideScale] = own.scale;
    return own.lengths.every(
      (other, n) =>
        ((length - other) / longScale) ** 2 + ((width - own.widths[n]) / wideScale) ** 2 >= 1,
    );
  };
}
