/**
 * Small charts as plain SVG: a page has a hundred of them, and each needs no more than a path.
 *
 * Their colours come from the style of the page, so that they follow light and dark.
 */

/** Bars of one distribution, and the outline of another over the same bins. */
export interface SmallHistogram {
  /** (N) */
  readonly counts: readonly number[];
  /** (N) */
  readonly other?: readonly number[];
  readonly width: number;
  readonly height: number;
  /** States stand apart, bins touch. */
  readonly discrete?: boolean;
}

/** Draws both as shares of their own sums, on one scale. */
export function smallHistogram(parts: SmallHistogram): string {
  const { counts, other, width, height, discrete = false } = parts;
  const shares = sharesOf(counts);
  const others = other && sharesOf(other);
  const top = Math.max(...shares, ...(others ?? []), Number.MIN_VALUE);
  const step = width / counts.length;
  const gap = discrete ? Math.min(step * 0.25, 6) : Math.min(step * 0.12, 1);
  const y = (share: number) => round(height - (share / top) * (height - 1));
  const bars = shares
    .map((share, b) => (share > 0 ? bar(b * step, step - gap, y(share), height) : ''))
    .join('');
  const outline = others && `<path class="bars other" d="${outlineOf(others, step, y)}"/>`;
  return svg(width, height, `<path class="bars" d="${bars}"/>${outline ?? ''}`);
}

/** An SVG of this size around its parts. */
export function svg(width: number, height: number, parts: string): string {
  return `<svg width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">${parts}</svg>`;
}

/** A position in pixels, rounded to a tenth. */
export function round(position: number): number {
  return Math.round(position * 10) / 10;
}

function sharesOf(counts: readonly number[]): number[] {
  const sum = counts.reduce((total, count) => total + count, 0);
  return counts.map((count) => (sum > 0 ? count / sum : 0));
}

/** A bar at least a pixel high, as one reading among half a million has to be seen. */
function bar(x: number, width: number, y: number, height: number): string {
  const top = Math.min(y, height - 1);
  return `M${round(x)} ${height}V${top}h${round(width)}V${height}z`;
}

function outlineOf(shares: readonly number[], step: number, y: (share: number) => number): string {
  const steps = shares.map((share) => `V${y(share)}h${round(step)}`);
  return `M0 ${y(0)}${steps.join('')}V${y(0)}`;
}
