/** A histogram of full page width. */
import { COLOURS } from './colours.js';
import { chart, type ChartSpec, WIDTH } from './theme.js';

/** Counts in bins, and named lines. */
export interface BarHistogramParts {
  readonly title: string;
  /** (N + 1), increasing. */
  readonly borders: readonly number[];
  /** (N) */
  readonly counts: readonly number[];
  /** Title of the axis. */
  readonly unit: string;
  readonly marks?: readonly { readonly at: number; readonly name: string }[];
}

/** Histogram with a bar for each bin that is not empty, so that empty bins cost nothing. */
export function barHistogram(parts: BarHistogramParts): ChartSpec {
  const { title, borders, counts, unit, marks = [] } = parts;
  const values = counts.flatMap((count, n) =>
    count > 0 ? [{ from: borders[n], to: borders[n + 1], count }] : [],
  );
  const domain = [borders[0], borders[borders.length - 1]];
  const scale = { domain, nice: true, zero: false };
  const x = { type: 'quantitative', title: unit, scale, axis: { grid: false } };
  const bars = {
    data: { values },
    mark: { type: 'rect', color: COLOURS.blue, stroke: COLOURS.blue, strokeWidth: 0.5 },
    encoding: {
      x: { field: 'from', ...x },
      x2: { field: 'to' },
      y: {
        field: 'count',
        type: 'quantitative',
        title: 'Attacks',
        scale: { domain: [0, Math.max(...counts)], nice: true },
        axis: { tickMinStep: 1 },
      },
      y2: { datum: 0 },
      tooltip: [
        { field: 'from', format: '.0f' },
        { field: 'to', format: '.0f' },
        { field: 'count' },
      ],
    },
  };
  const position = { x: { field: 'at', ...x } };
  const rules = {
    data: { values: [...marks] },
    mark: { type: 'rule', color: COLOURS.vermilion, strokeDash: [5, 3] },
    encoding: position,
  };
  // all right of the last line, so that no line runs through a name
  const right = Math.max(...marks.map(({ at }) => at));
  const names = {
    data: { values: marks.map(({ name }, n) => ({ name, at: right, y: 12 + 14 * n })) },
    mark: { type: 'text', align: 'left', dx: 5, color: COLOURS.vermilion, fontSize: 11 },
    encoding: {
      ...position,
      y: { field: 'y', type: 'quantitative', scale: null, axis: null },
      text: { field: 'name' },
    },
  };
  const layer = marks.length > 0 ? [bars, rules, names] : [bars];
  return chart({
    title,
    vconcat: [{ width: WIDTH - 60, height: 260, layer, resolve: { scale: { y: 'independent' } } }],
  });
}
