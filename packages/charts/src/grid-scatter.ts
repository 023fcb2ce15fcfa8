/** The scores of a grid of settings: points over one of them, coloured by another, a panel for each value of a third. */
import { COLOURS } from './colours.js';
import { chart, type ChartSpec } from './theme.js';

/** Data of the chart. */
export interface GridScatterParts {
  readonly title: string;
  /** Titles of the axes, of the colours and of the panels. */
  readonly x: string;
  readonly y: string;
  readonly colour: string;
  readonly panel: string;
  readonly logX?: boolean;
  readonly points: readonly {
    readonly x: number;
    readonly y: number;
    readonly colour: string;
    readonly panel: string;
  }[];
}

/** The same colours for the same values in every chart; more values than colours begin anew. */
const PALETTE = ['blue', 'vermilion', 'green', 'purple', 'orange', 'sky', 'ink', 'faint'] as const;

/** Draws the points, panels and colours in the order of their values. */
export function gridScatter(parts: GridScatterParts): ChartSpec {
  const { title, x, y, colour, panel, logX = false, points } = parts;
  const colours = inOrder(points.map((point) => point.colour));
  const panels = inOrder(points.map((point) => point.panel));
  const range = colours.map((_, i) => COLOURS[PALETTE[i % PALETTE.length]]);
  return chart({
    title,
    data: { values: [...points] },
    facet: {
      field: 'panel',
      type: 'nominal',
      sort: panels,
      title: panel,
      header: { titleColor: COLOURS.ink, labelColor: COLOURS.ink },
    },
    columns: 5,
    spec: {
      width: 170,
      height: 170,
      mark: { type: 'point', filled: true, size: 18, opacity: 0.6 },
      encoding: {
        x: {
          field: 'x',
          type: 'quantitative',
          title: x,
          scale: logX ? { type: 'log' } : { zero: false },
          axis: { grid: false },
        },
        y: { field: 'y', type: 'quantitative', title: y, scale: { zero: false } },
        color: {
          field: 'colour',
          type: 'nominal',
          scale: { domain: colours, range },
          legend: { title: colour },
        },
        tooltip: [{ field: 'x' }, { field: 'y' }, { field: 'colour' }],
      },
    },
  });
}

/** Each value once, numbers by their size. */
function inOrder(values: readonly string[]): string[] {
  const numeric = values.every((value) => value !== '' && Number.isFinite(Number(value)));
  return [...new Set(values)].sort((a, b) => (numeric ? Number(a) - Number(b) : a < b ? -1 : 1));
}
