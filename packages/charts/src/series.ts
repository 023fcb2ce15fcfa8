/** Layers of charts over time: spans, lines, the extent of the axis. */
import { COLOURS } from './colours.js';
import { minMaxRows } from './downsample.js';
import type { TimeAxis } from './time-axis.js';

/** A stretch of time, both ends inclusive, in the clock of the recording. */
export interface TimeSpan {
  readonly start: number;
  readonly end: number;
  readonly name?: string;
}

/** Names in the legend and their colours. */
const MEANINGS = {
  score: COLOURS.blue,
  recorded: COLOURS.ink,
  expected: COLOURS.blue,
  'nearest normal': COLOURS.green,
  threshold: COLOURS.ink,
  attack: COLOURS.attack,
  alarm: COLOURS.vermilion,
} as const;

/** Meaning of a colour in the legend. */
export type Meaning = keyof typeof MEANINGS;

/** The colour channel of a layer that stands for one of several meanings. */
export function meaning(name: Meaning, shown: readonly Meaning[]): object {
  const scale = { domain: shown, range: shown.map((other) => MEANINGS[other]) };
  return {
    datum: name,
    type: 'nominal',
    scale,
    legend: { symbolType: 'square', symbolSize: 110, symbolOpacity: 1 },
  };
}

/**
 * An invisible layer that fixes the time axis, also where lines are missing. A domain in the scale would
 * have to be merged from layer to layer, which Vega-Lite warns about.
 */
export function extent(axis: TimeAxis): object {
  return {
    data: { values: axis.domain.map((x) => ({ x })) },
    mark: { type: 'point', opacity: 0 },
    encoding: { x: { field: 'x', ...axis.encoding } },
  };
}

/** Attacks as shading behind everything else, at least a pixel wide. */
export function shading(axis: TimeAxis, spans: readonly TimeSpan[], colour: object): object {
  return {
    data: { values: positionSpans(axis, spans) },
    mark: { type: 'rect', opacity: 0.75 },
    encoding: { x: { field: 'start', ...axis.encoding }, x2: { field: 'end' }, color: colour },
  };
}

/** Alarms as a bar above the upper edge, where no line can run under it. */
export function bar(axis: TimeAxis, spans: readonly TimeSpan[], colour: object): object {
  return {
    data: { values: positionSpans(axis, spans) },
    mark: { type: 'rect', opacity: 1 },
    encoding: {
      x: { field: 'start', ...axis.encoding },
      x2: { field: 'end' },
      y: { value: -8 },
      y2: { value: -2 },
      color: colour,
    },
  };
}

/** A line over the rows, thinned without losing a peak, broken where there is no value. */
export function line(
  axis: TimeAxis,
  times: Float64Array,
  values: Float32Array | Float64Array,
  style: {
    readonly y: object;
    readonly colour: object;
    readonly points: number;
    /** Name of the data set, for scripts of the page. */
    readonly name?: string;
  },
): object {
  const drawn = [...minMaxRows(values, style.points)];
  const digits = digitsOf(drawn.map((t) => values[t]));
  const rows = drawn.map((t) => ({
    x: axis.position(times[t]),
    y: Number.isNaN(values[t]) ? null : Number(values[t].toPrecision(digits)),
  }));
  return {
    data: { ...(style.name !== undefined && { name: style.name }), values: rows },
    mark: {
      type: 'line',
      strokeWidth: 1.2,
      strokeJoin: 'round',
      invalid: 'break-paths-filter-domains',
    },
    encoding: {
      x: { field: 'x', ...axis.encoding },
      y: { field: 'y', type: 'quantitative', ...style.y },
      color: style.colour,
    },
  };
}

/** Digits that a page needs of values: 6, and more where these would show fewer than ten steps of a counter. */
function digitsOf(values: readonly number[]): number {
  const numbers = values.filter(Number.isFinite);
  const [low, high] = [Math.min(...numbers), Math.max(...numbers)];
  const turns = Math.max(Math.abs(low), Math.abs(high)) / (high - low);
  return turns > 1e5 && Number.isFinite(turns) ? Math.min(17, 6 + Math.ceil(Math.log10(turns))) : 6;
}

/** Spans in positions on the axis; ones narrower than a pixel are widened so that they can be seen. */
function positionSpans(axis: TimeAxis, spans: readonly TimeSpan[]): object[] {
  const { domain } = axis;
  const pixel = (domain[1] - domain[0]) / 700;
  return spans.map(({ start, end, name }) => {
    const [from, to] = [axis.position(start), axis.position(end)];
    const wide = Math.max(to, from + pixel);
    return {
      start: Math.max(domain[0], from),
      end: Math.min(domain[1], wide),
      ...(name === undefined ? {} : { name }),
    };
  });
}
