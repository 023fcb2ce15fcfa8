/** Numbers of a drift report as text, the same on pages and in tables. */

/** A shift with its sign; a channel that was constant in training has no deviation to measure it in. */
export function formatShift(shift: number): string {
  if (Number.isNaN(shift)) return '–';
  if (!Number.isFinite(shift)) return 'was constant';
  return `${shift < 0 ? '−' : '+'}${Math.abs(shift).toFixed(2)}`;
}

/** A number with a fixed number of decimals; a dash for NaN. */
export function formatDecimals(value: number, decimals: number): string {
  return Number.isNaN(value) ? '–' : value.toFixed(decimals);
}
