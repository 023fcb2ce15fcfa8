/** Points of up to eight groups on a plane. */
import { COLOURS } from './colours.js';
import { planeAxis } from './plane-axis.js';
import { chart, type ChartSpec } from './theme.js';

/** Eight colours and eight shapes, so that a group is known by either. */
const PALETTE = ['blue', 'vermilion', 'green', 'purple', 'orange', 'sky', 'ink', 'faint'] as const;
const SHAPES = [
  'circle',
  'triangle-up',
  'square',
  'diamond',
  'cross',
  'triangle-down',
  'triangle-left',
  'triangle-right',
];

/** Data of the plane. */
export interface GroupScatterParts {
  readonly title: string;
  /** (N, 2), row-major. */
  readonly points: ArrayLike<number>;
  /** Names of the groups, at most eight; those without a point are in the legend, too. */
  readonly groups: readonly string[];
  /** (N), group of each point. */
  readonly groupOf: ArrayLike<number>;
  /** (N), shown where the mouse rests on a point of an interactive chart. */
  readonly names?: readonly string[];
  /** Titles of the axes; absent where they have no meaning of their own. */
  readonly axes?: readonly [string, string];
}

/** Draws the points, colour and shape by their group. */
export function groupScatter(parts: GroupScatterParts): ChartSpec {
  const { title, points, groups, groupOf, names, axes } = parts;
  const values = Array.from({ length: points.length / 2 }, (_, n) => ({
    x: Number(points[2 * n].toPrecision(5)),
    y: Number(points[2 * n + 1].toPrecision(5)),
    group: groups[groupOf[n]],
    ...(names && { name: names[n] }),
  }));
  const colours = PALETTE.slice(0, groups.length).map((name) => COLOURS[name]);
  const field = { field: 'group', type: 'nominal' };
  const legend = { columns: 4 };
  return chart({
    title,
    width: 620,
    height: 520,
    data: { values },
    mark: { type: 'point', filled: true, size: 42, opacity: 0.85 },
    encoding: {
      x: planeAxis('x', axes?.[0]),
      y: planeAxis('y', axes?.[1]),
      color: { ...field, scale: { domain: groups, range: colours }, legend },
      shape: { ...field, scale: { domain: groups, range: SHAPES.slice(0, groups.length) }, legend },
      ...(names && { tooltip: [{ field: 'name' }, { field: 'group' }] }),
    },
  });
}
