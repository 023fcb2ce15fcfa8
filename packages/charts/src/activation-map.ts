/** Outputs of a layer as colours: a row for each day or filter, across the hours of the day or the outputs. */
import { COLOURS } from './colours.js';
import { chart, type ChartSpec, WIDTH } from './theme.js';

/** Data of the map. */
export interface ActivationMapParts {
  readonly title: string;
  /** (R), from above, each once: days or filters. */
  readonly rows: readonly string[];
  /** Title of the vertical axis. */
  readonly rowTitle: string;
  /** Cells of a row, equally wide. */
  readonly columns: number;
  /** (R, columns), row-major. */
  readonly values: ArrayLike<number>;
  /** What the columns are: parts of a day from 0 to 24 h, or numbered outputs. */
  readonly across: 'hours' | 'outputs';
}

/** Draws the map; the ends of the scale of colours are as far from 0 as the largest value, without its sign. */
export function activationMap(parts: ActivationMapParts): ChartSpec {
  const { title, rows, rowTitle, columns, values, across } = parts;
  const end = across === 'hours' ? 24 : columns;
  const edge = (column: number): number => Number(((column * end) / columns).toPrecision(6));
  const cells = rows.flatMap((row, r) =>
    Array.from({ length: columns }, (_, c) => ({
      row,
      from: edge(c),
      to: edge(c + 1),
      value: Number(values[r * columns + c].toPrecision(4)),
    })),
  );
  const largest = cells.reduce((max, { value }) => Math.max(max, Math.abs(value)), 0) || 1;
  const tall = Math.max(3, Math.min(18, Math.floor(620 / rows.length)));
  const hours = { values: [0, 3, 6, 9, 12, 15, 18, 21, 24], grid: false };
  return chart({
    title,
    width: WIDTH - 60,
    height: tall * rows.length,
    data: { values: cells },
    mark: { type: 'rect', clip: true },
    encoding: {
      x: {
        field: 'from',
        type: 'quantitative',
        title: across === 'hours' ? 'Hour of the day' : 'Output',
        scale: { domain: [0, end], nice: false },
        axis: across === 'hours' ? hours : { grid: false },
      },
      x2: { field: 'to' },
      y: {
        field: 'row',
        type: 'nominal',
        title: rowTitle,
        sort: [...rows],
        axis: { labelOverlap: true, labelFontSize: Math.max(8, Math.min(11, tall)), minExtent: 60 },
      },
      color: {
        field: 'value',
        type: 'quantitative',
        title: 'Output of the layer',
        scale: {
          domain: [-largest, 0, largest],
          range: [COLOURS.blue, COLOURS.heat0, COLOURS.vermilion],
        },
        legend: { type: 'gradient', gradientLength: 220, format: '~g' },
      },
      tooltip: [
        { field: 'row' },
        { field: 'from', title: across === 'hours' ? 'hour' : 'output' },
        { field: 'value' },
      ],
    },
  });
}
