/** A small chart of lines as text, for a terminal: a mark for each column, a scale at the side. */

/** A line of the chart. */
export interface TextSeries {
  /** What it is, for the legend. */
  readonly name: string;
  /** One character. */
  readonly mark: string;
  /** In any order; points with a value that is not a finite number are left out. */
  readonly points: readonly (readonly [x: number, y: number])[];
}

/** Size and scales of a chart. */
export interface TextChartOptions {
  /** Title of the horizontal axis. */
  readonly x: string;
  readonly columns?: number;
  readonly rows?: number;
  readonly logX?: boolean;
  /** Used where all values are above 0. */
  readonly logY?: boolean;
}

/** Characters of a label of the vertical axis. */
const LABEL = 9;

/**
 * Draws lines; where two fall on one place, the later line is seen.
 *
 * @returns no lines where there is no point to draw
 */
export function textChart(
  series: readonly TextSeries[],
  { x, columns = 60, rows = 8, logX = false, logY = false }: TextChartOptions,
): string[] {
  const drawn = series.map((one) => ({ ...one, points: one.points.filter(isFinitePoint) }));
  const points = drawn.flatMap((one) => one.points);
  if (points.length === 0) return [];
  const across = createScale(
    points.map(([value]) => value),
    columns,
    logX,
  );
  const up = createScale(
    points.map(([, value]) => value),
    rows,
    logY,
  );
  const grid = Array.from({ length: rows }, () => Array.from({ length: columns }, () => ' '));
  for (const { mark, points: own } of drawn) {
    for (const [px, py] of own) grid[rows - 1 - up.cell(py)][across.cell(px)] = mark;
  }
  const labels = new Map([
    [0, formatValue(up.highest)],
    [rows - 1, formatValue(up.lowest)],
  ]);
  const [from, to] = [formatValue(across.lowest), formatValue(across.highest)];
  const legend = drawn.map(({ name, mark }) => `${mark} ${name}`).join('  ');
  const gap = Math.max(1, columns - from.length - to.length);
  return [
    ...grid.map((line, r) =>
      `${(labels.get(r) ?? '').padStart(LABEL)} │${line.join('')}`.trimEnd(),
    ),
    `${' '.repeat(LABEL)} └${'─'.repeat(columns)}`,
    `${' '.repeat(LABEL + 2)}${from}${' '.repeat(gap)}${to}`,
    `${' '.repeat(LABEL + 2)}${x}${legend === '' ? '' : `; ${legend}`}`,
  ];
}

function isFinitePoint([x, y]: readonly [number, number]): boolean {
  return Number.isFinite(x) && Number.isFinite(y);
}

/** Where values fall among cells; a scale of one value has it in the first cell. */
function createScale(values: readonly number[], cells: number, logarithmic: boolean) {
  const [lowest, highest] = [Math.min(...values), Math.max(...values)];
  const place = logarithmic && lowest > 0 ? Math.log : (value: number): number => value;
  const span = place(highest) - place(lowest);
  return {
    lowest,
    highest,
    cell: (value: number): number =>
      span > 0 ? Math.round(((place(value) - place(lowest)) / span) * (cells - 1)) : 0,
  };
}

/** Three digits, or all those of a whole number. */
function formatValue(value: number): string {
  const size = Math.abs(value);
  if (size >= 1000 && size < 1e6) return value.toFixed(0);
  const rounded = Number(value.toPrecision(3));
  return size > 0 && size < 1e-3 ? rounded.toExponential() : String(rounded);
}
