/** How pages and tables write figures. */

/**
 * Five digits that matter and all of the whole part, as short as they can be; a dash where there is none.
 * A counter at 123,456,789 and its largest reading would otherwise look the same.
 */
export function formatFigure(value: number | undefined): string {
  if (value === undefined || Number.isNaN(value)) return '–';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  const whole = Math.abs(value) < 1e15 ? String(Math.trunc(Math.abs(value))).length : 1;
  return String(Number(value.toPrecision(Math.max(5, whole))));
}

/** A share as per cent; a share above 0 is never written as 0. */
export function formatShare(fraction: number): string {
  if (Number.isNaN(fraction)) return '–';
  const percent = 100 * fraction;
  if (percent > 0 && percent < 0.01) return 'below 0.01 %';
  return `${Number(percent.toFixed(percent < 1 ? 2 : 1))} %`;
}

/** A whole number with commas. */
export function formatCount(n: number): string {
  return n.toLocaleString('en');
}
