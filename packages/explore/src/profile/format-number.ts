/** Numbers of one channel as text, the same on pages and in tables. */

/** A number with at most five significant digits; a dash where there is none. */
export function formatNumber(value: number | undefined): string {
  if (value === undefined || Number.isNaN(value)) return '–';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  return String(Number(value.toPrecision(5)));
}

/** A share as a percentage; a share above 0 is never written as 0. */
export function formatShare(fraction: number): string {
  if (Number.isNaN(fraction)) return '–';
  const percent = 100 * fraction;
  if (percent > 0 && percent < 0.01) return 'below 0.01 %';
  return `${Number(percent.toFixed(percent < 1 ? 2 : 1))} %`;
}
