/** A curve over a quantity with one of its points marked: what a search measured, and what it suggests. */
import { COLOURS } from './colours.js';
import { chart, type ChartSpec } from './theme.js';

/** Data of the curve. */
export interface MarkedCurveParts {
  readonly title: string;
  /** Title of the horizontal axis, which is logarithmic to this base. */
  readonly x: string;
  readonly base: 2 | 10;
  readonly y: string;
  /** Horizontal values are above 0. */
  readonly points: readonly { readonly x: number; readonly y: number }[];
  /** Drawn thinly behind the curve: what it was smoothed from. */
  readonly raw?: readonly { readonly x: number; readonly y: number }[];
  /** A horizontal value with a line and its label; absent where nothing is suggested. */
  readonly mark?: { readonly x: number; readonly label: string };
}

/** Draws the curve, the values behind it, and the mark. */
export function markedCurve({
  title,
  x,
  base,
  y,
  points,
  raw = [],
  mark,
}: MarkedCurveParts): ChartSpec {
  const scale = { type: 'log', base, nice: false };
  const across = { field: 'x', type: 'quantitative', title: x, scale, axis: { grid: false } };
  const encoding = {
    x: across,
    y: { field: 'y', type: 'quantitative', title: y, scale: { zero: false } },
  };
  const layer = (values: readonly object[], drawn: object): object => ({
    data: { values },
    mark: drawn,
    encoding,
  });
  const marked = mark ? [{ ...mark, y: points[0]?.y ?? 0 }] : [];
  return chart({
    title,
    width: 560,
    height: 220,
    layer: [
      layer(raw, { type: 'line', color: COLOURS.blue, strokeWidth: 0.8, opacity: 0.4 }),
      layer(points, { type: 'line', color: COLOURS.blue, strokeWidth: 2, point: { size: 24 } }),
      {
        data: { values: marked },
        mark: { type: 'rule', color: COLOURS.vermilion, strokeWidth: 1.5 },
        encoding: { x: across },
      },
      {
        data: { values: marked },
        mark: { type: 'text', color: COLOURS.vermilion, align: 'left', dx: 5, fontSize: 11, y: 8 },
        encoding: { x: across, text: { field: 'label', type: 'nominal' } },
      },
    ],
  });
}
