/** Points of several groups on a plane, and on request the areas in which a classifier accepts each group. */
import { COLOURS, LINE_COLOURS } from './colours.js';
import { chart, type ChartSpec } from './theme.js';

const SHAPES = ['triangle-up', 'circle', 'square'];

/** A point of the plane. */
export interface ClassMapPoint {
  readonly x: number;
  readonly y: number;
  /** Index of a group, which gives the colour. */
  readonly group: number;
  /** Index of a mark, which gives the shape. */
  readonly mark: number;
}

/** The area of one group over a mesh of cells. */
export interface ClassMapArea {
  readonly group: number;
  /** Left edge of the first column of cells, right edge of the last. */
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
  readonly columns: number;
  readonly rows: number;
  /** (rows, columns), row-major: 1 inside the area, 0 outside. */
  readonly inside: Uint8Array;
}

/** Data of the plane. */
export interface ClassMapParts {
  readonly title: string;
  /** Titles of the axes. */
  readonly axes: readonly [string, string];
  /** Names of at most four groups. */
  readonly groups: readonly string[];
  /** Names of at most three marks. */
  readonly marks: readonly string[];
  readonly points: readonly ClassMapPoint[];
  readonly areas?: readonly ClassMapArea[];
  /** What is shown; everything where absent. */
  readonly range?: { readonly x: readonly [number, number]; readonly y: readonly [number, number] };
}

/** Draws areas with their boundaries, and the points on top. */
export function classMap(parts: ClassMapParts): ChartSpec {
  const { title, axes, groups, marks, areas = [], range } = parts;
  const isShown = ({ x, y }: ClassMapPoint): boolean =>
    !range || (x >= range.x[0] && x <= range.x[1] && y >= range.y[0] && y <= range.y[1]);
  const points = parts.points.filter(isShown).map(({ x, y, group, mark }) => ({
    x: Number(x.toPrecision(5)),
    y: Number(y.toPrecision(5)),
    group: groups[group],
    mark: marks[mark],
  }));
  const colours = LINE_COLOURS.slice(0, groups.length).map((name) => COLOURS[name]);
  const scale = { domain: groups, range: colours };
  const legend = { symbolType: 'square', symbolSize: 110, symbolOpacity: 1 };
  const color = { field: 'group', type: 'nominal', scale, legend };
  const shapes = { domain: marks, range: SHAPES.slice(0, marks.length) };
  const shapeLegend = { symbolFillColor: COLOURS.faint, symbolStrokeColor: COLOURS.faint };
  const across = axis(axes[0], range?.x);
  const up = axis(axes[1], range?.y);
  const cells = areas.flatMap((area) => runsOf(area, groups[area.group]));
  const edges = areas.flatMap((area) => edgesOf(area, groups[area.group]));
  const spanned = {
    x: { field: 'x', ...across },
    x2: { field: 'x2' },
    y: { field: 'y', ...up },
    y2: { field: 'y2' },
    color,
  };
  return chart({
    title,
    width: 620,
    height: 520,
    layer: [
      {
        data: { values: cells },
        mark: { type: 'rect', opacity: 0.22, clip: true },
        encoding: spanned,
      },
      {
        data: { values: edges },
        mark: { type: 'rule', strokeWidth: 1.2, clip: true },
        encoding: spanned,
      },
      {
        data: { values: points },
        mark: { type: 'point', filled: true, size: 16, opacity: 0.7, clip: true },
        encoding: {
          x: { field: 'x', ...across },
          y: { field: 'y', ...up },
          color,
          shape: { field: 'mark', type: 'nominal', scale: shapes, legend: shapeLegend },
        },
      },
    ],
  });
}

function axis(title: string, domain: readonly [number, number] | undefined): object {
  const scale = domain ? { domain, nice: false } : { zero: false, nice: true };
  return { type: 'quantitative', title, scale };
}

/** A stretch of neighbouring cells, or an edge between two cells. */
interface Stretch {
  readonly group: string;
  readonly x: number;
  readonly x2: number;
  readonly y: number;
  readonly y2: number;
}

/** The edges of cells in the units of the axes. */
function placesOf({ x, y, columns, rows }: ClassMapArea) {
  return {
    left: (column: number): number => along(x, column / columns),
    lower: (row: number): number => along(y, row / rows),
  };
}

function along([from, to]: readonly [number, number], share: number): number {
  return Number((from + (to - from) * share).toPrecision(6));
}

/** The cells of an area, those beside each other as one. */
function runsOf(area: ClassMapArea, group: string): Stretch[] {
  const { columns, rows, inside } = area;
  const { left, lower } = placesOf(area);
  const runs: Stretch[] = [];
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const start = column;
      while (column < columns && inside[row * columns + column] === 1) column++;
      if (column === start) continue;
      runs.push({ group, x: left(start), x2: left(column), y: lower(row), y2: lower(row + 1) });
    }
  }
  return runs;
}

/** The edges between cells inside and cells outside. */
function edgesOf(area: ClassMapArea, group: string): Stretch[] {
  const { columns, rows, inside } = area;
  const { left, lower } = placesOf(area);
  const edges: Stretch[] = [];
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const here = inside[row * columns + column];
      const [x, x2] = [left(column), left(column + 1)];
      const [y, y2] = [lower(row), lower(row + 1)];
      const isLast = column === columns - 1;
      if (!isLast && inside[row * columns + column + 1] !== here)
        edges.push({ group, x: x2, x2, y, y2 });
      if (row < rows - 1 && inside[(row + 1) * columns + column] !== here) {
        edges.push({ group, x, x2, y: y2, y2 });
      }
    }
  }
  return edges;
}
