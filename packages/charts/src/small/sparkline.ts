/** The trend of a channel as a band from its smallest to its largest reading, and its mean. */
import { round, svg } from './histogram.js';

/** Pieces of the trend, in order of time; NaN breaks the line. */
export interface Sparkline {
  /** (N) */
  readonly low: ArrayLike<number>;
  readonly high: ArrayLike<number>;
  readonly mean: ArrayLike<number>;
  readonly width: number;
  readonly height: number;
  /** A range to compare with, behind the band. */
  readonly usual?: { readonly low: number; readonly high: number };
}

/** Sparkline as an SVG, from edge to edge. */
export function sparkline(parts: Sparkline): string {
  const { low, high, mean, width, height, usual } = parts;
  const all = [...Array.from(low), ...Array.from(high), ...(usual ? [usual.low, usual.high] : [])];
  const numbers = all.filter(Number.isFinite);
  const [least, most] = [Math.min(...numbers), Math.max(...numbers)];
  const y = (value: number) =>
    round(most > least ? 1 + ((most - value) / (most - least)) * (height - 2) : height / 2);
  const x = (n: number) => round(((n + 0.5) * width) / mean.length);
  const limit =
    usual &&
    `<rect class="limit" x="0" width="${width}" y="${y(usual.high)}" height="${Math.max(1, round(y(usual.low) - y(usual.high)))}"/>`;
  const pieces = stretches(mean).map(([from, to]) => {
    const up = range(from, to).map((n) => `${x(n)} ${y(high[n])}`);
    const down = range(from, to).map((n) => `${x(n)} ${y(low[n])}`);
    const line = range(from, to).map((n) => `${x(n)} ${y(mean[n])}`);
    const band = `M${up.join('L')}L${down.toReversed().join('L')}z`;
    return `<path class="band" d="${band}"/><path class="mean" d="M${line.join('L')}"/>`;
  });
  return svg(width, height, `${limit ?? ''}${pieces.join('')}`);
}

/** First and last piece of each stretch that has readings. */
function stretches(mean: ArrayLike<number>): [number, number][] {
  const found: [number, number][] = [];
  for (let n = 0; n < mean.length; n++) {
    if (Number.isNaN(mean[n])) continue;
    const last = found.at(-1);
    if (last && last[1] === n - 1) last[1] = n;
    else found.push([n, n]);
  }
  return found;
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}
