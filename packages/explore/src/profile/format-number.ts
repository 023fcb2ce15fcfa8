/** Numbers of one channel as text, the same on pages and in tables. */

/**
 * A number with at most five significant digits, and all of its whole part: a counter at 123,456,789 and
 * its largest reading would otherwise look the same. A dash where there is none.
 */
export function formatNumber(value: number | undefined): string {
  if (value === undefined || Number.isNaN(value)) return '–';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  const whole = Math.abs(value) < 1e15 ? String(Math.trunc(Math.abs(value))).length : 1;
  return String(Number(value.toPrecision(Math.max(5, whole))));
}

/** A share as a percentage; a share above 0 is never written as 0. */
export function formatShare(fraction: number): string {
  if (Number.isNaN(fraction)) return '–';
  const percent = 100 * fraction;
  if (percent > 0 && percent < 0.01) return 'below 0.01 %';
  return `${Number(percent.toFixed(percent < 1 ? 2 : 1))} %`;
}
