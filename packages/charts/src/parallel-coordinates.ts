/**
 * Parallel coordinates: an axis for each setting, a line for each trial, coloured by what it found.
 *
 * Source: Inselberg 1985, "The plane with parallel coordinates", The Visual Computer 1.
 */
import { HEAT_COLOURS, COLOURS } from './colours.js';
import { chart, type ChartSpec, WIDTH } from './theme.js';

/** One setting. */
export interface CoordinateAxis {
  readonly name: string;
  /** Texts at places from 0, at the foot, to 1. */
  readonly ticks: readonly { readonly place: number; readonly text: string }[];
}

/** Data of the chart. */
export interface ParallelCoordinatesParts {
  readonly title: string;
  /** What the values are. */
  readonly measure: string;
  readonly higherIsBetter: boolean;
  readonly axes: readonly CoordinateAxis[];
  readonly trials: readonly {
    readonly trial: number;
    readonly value: number;
    /** For each axis a place from 0 to 1; null where the setting does not apply. */
    readonly places: readonly (number | null)[];
  }[];
}

/** Draws the trials, the best on top. */
export function parallelCoordinates(parts: ParallelCoordinatesParts): ChartSpec {
  const { title, measure, higherIsBetter, axes } = parts;
  const sign = higherIsBetter ? 1 : -1;
  const trials = [...parts.trials].sort((a, b) => sign * (a.value - b.value));
  const names = axes.map(({ name }) => name);
  const lines = trials.flatMap(({ trial, value, places }, order) =>
    places.flatMap((place, a) =>
      place === null ? [] : [{ trial, value, order, axis: names[a], place }],
    ),
  );
  const ticks = axes.flatMap(({ name, ticks: own }) =>
    own.map((tick) => ({ axis: name, ...tick })),
  );
  const across = {
    field: 'axis',
    type: 'nominal',
    sort: names,
    title: null,
    axis: { labelAngle: 0, orient: 'top', domain: false, ticks: false, labelLimit: 160 },
    scale: { padding: 0.6 },
  };
  const range = HEAT_COLOURS.slice(1).map((name) => COLOURS[name]);
  return chart({
    title,
    width: WIDTH - 60,
    height: 260,
    layer: [
      {
        data: { values: names.map((axis) => ({ axis, low: 0, high: 1 })) },
        mark: { type: 'rule', color: COLOURS.domain },
        encoding: { x: across, y: upwards('low'), y2: { field: 'high' } },
      },
      {
        data: { values: lines },
        mark: { type: 'line', strokeWidth: 1.5, opacity: 0.75, point: { size: 16 } },
        encoding: {
          x: across,
          y: upwards('place'),
          detail: { field: 'order', type: 'ordinal' },
          color: {
            field: 'value',
            type: 'quantitative',
            scale: { range: higherIsBetter ? range : range.toReversed() },
            legend: { title: measure, orient: 'right', titleLimit: 160 },
          },
          tooltip: [{ field: 'trial' }, { field: 'value' }, { field: 'axis' }],
        },
      },
      // with an edge of the ground, as lines pass below the letters
      ...[{ stroke: COLOURS.paper, strokeWidth: 4 }, {}].map((edge) => ({
        data: { values: ticks },
        mark: { type: 'text', align: 'left', dx: 6, fontSize: 10, color: COLOURS.ink, ...edge },
        encoding: { x: across, y: upwards('place'), text: { field: 'text', type: 'nominal' } },
      })),
    ],
  });
}

/** Places from the foot of an axis to its head. */
function upwards(field: string): object {
  const scale = { domain: [-0.04, 1.04], nice: false };
  return { field, type: 'quantitative', scale, axis: null };
}
