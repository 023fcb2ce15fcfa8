/** How pages and tables write what a drift report found. */

/** A shift with its sign; a channel that stood still in training has no deviations to count in. */
export function shiftWords(shift: number): string {
  if (Number.isNaN(shift)) return '–';
  if (!Number.isFinite(shift)) return 'stood still';
  return `${shift < 0 ? '−' : '+'}${Math.abs(shift).toFixed(2)}`;
}

/** A figure with so many decimals. */
export function figureOf(value: number, decimals: number): string {
  return Number.isNaN(value) ? '–' : value.toFixed(decimals);
}
