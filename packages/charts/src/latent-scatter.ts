/** Windows as points of a plane, coloured by what is known about them. */
import type { Clock } from '@anodec/core';
import { COLOURS, HEAT_COLOURS } from './colours.js';
import { planeAxis } from './plane-axis.js';
import { chart, type ChartSpec } from './theme.js';

/** From early to late, in an order that colour-blind eyes see, too. */
const TIME_RANGE = [COLOURS.blue, COLOURS.purple, COLOURS.orange];

/** What the colour of a point says. */
export type PointColour =
  | { readonly by: 'time'; readonly clock: Clock /** (N) */; readonly values: Float64Array }
  /** (N), 1 under attack, 0 normal, anything else unknown. */
  | { readonly by: 'label'; readonly values: ArrayLike<number> }
  /** (N), with the threshold as the middle of the scale; NaN where there is no error. */
  | { readonly by: 'error'; readonly values: ArrayLike<number>; readonly threshold: number };

/** Data of the plane. */
export interface LatentScatterParts {
  readonly title: string;
  /** (N, 2), row-major. */
  readonly points: ArrayLike<number>;
  readonly colour: PointColour;
  /** Titles of the axes; absent where they have no meaning of their own, as after UMAP. */
  readonly axes?: readonly [string, string];
}

/** Draws the points; those with an attack or the largest error lie on top, so that none is hidden. */
export function latentScatter({ title, points, colour, axes }: LatentScatterParts): ChartSpec {
  const values = Array.from({ length: points.length / 2 }, (_, n) => ({
    x: Number(points[2 * n].toPrecision(5)),
    y: Number(points[2 * n + 1].toPrecision(5)),
    ...valueOf(colour, n),
  }));
  if (colour.by !== 'time') values.sort((a, b) => a.order - b.order);
  return chart({
    title,
    width: 620,
    height: 520,
    data: { values },
    mark: { type: 'point', filled: true, size: 26, opacity: 0.85 },
    encoding: {
      x: planeAxis('x', axes?.[0]),
      y: planeAxis('y', axes?.[1]),
      ...colourChannel(colour),
    },
  });
}

/** What a point carries: its value, and how far above others it is drawn. */
function valueOf(colour: PointColour, n: number): { value: number | string | null; order: number } {
  const value = colour.values[n];
  if (colour.by === 'time') return { value: timeOf(colour.clock, value), order: n };
  if (colour.by === 'label') return { value: labelOf(value), order: value === 1 ? 1 : 0 };
  if (Number.isNaN(value)) return { value: null, order: -1 };
  return { value: Number((value / colour.threshold).toPrecision(4)), order: value };
}

function timeOf(clock: Clock, time: number): number {
  return clock === 'elapsed' ? time / 3_600_000 : time;
}

function labelOf(label: number): string {
  if (label === 1) return 'attack';
  return label === 0 ? 'normal' : 'unknown';
}

function colourChannel(colour: PointColour): object {
  const field = { field: 'value' };
  if (colour.by === 'label') {
    const shown = ['normal', 'attack', ...(hasUnknown(colour.values) ? ['unknown'] : [])];
    const range = [COLOURS.blue, COLOURS.vermilion, COLOURS.faint].slice(0, shown.length);
    const shapes = ['circle', 'triangle-up', 'square'].slice(0, shown.length);
    return {
      color: { ...field, type: 'nominal', scale: { domain: shown, range } },
      shape: { ...field, type: 'nominal', scale: { domain: shown, range: shapes } },
    };
  }
  if (colour.by === 'error') {
    const range = HEAT_COLOURS.slice(1).map((name) => COLOURS[name]);
    const scale = { type: 'symlog', constant: 0.3, domain: [0, 1, 4], range, clamp: true };
    const legend = {
      type: 'gradient',
      values: [0, 0.5, 1, 2, 4],
      gradientLength: 220,
      format: '~g',
    };
    const title = 'Score in thresholds';
    return { color: { ...field, type: 'quantitative', title, scale, legend } };
  }
  const scheme = { range: TIME_RANGE };
  const gradient = { type: 'gradient', gradientLength: 320 };
  if (colour.clock === 'utc') {
    const legend = { ...gradient, format: '%d %b %H:%M', tickCount: 3 };
    return { color: { ...field, type: 'temporal', scale: { ...scheme, type: 'utc' }, legend } };
  }
  const title = colour.clock === 'elapsed' ? 'Hours since the recording began' : 'Row';
  return { color: { ...field, type: 'quantitative', title, scale: scheme, legend: gradient } };
}

function hasUnknown(labels: ArrayLike<number>): boolean {
  return Array.from(labels).some((label) => label !== 0 && label !== 1);
}
