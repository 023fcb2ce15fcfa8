/** Scores of channels over time as colours: one row for each channel. */
import type { Clock } from '@anodec/core';
import { COLOURS, HEAT_COLOURS } from './colours.js';
import { extent, type TimeSpan } from './series.js';
import { chart, type ChartSpec, WIDTH } from './theme.js';
import { type TimeAxis, timeAxis } from './time-axis.js';

/** The end of the scale, in thresholds: above it all is drawn alike. */
const REACH = 4;

/** Data of a heat map. */
export interface HeatMapParts {
  readonly clock: Clock;
  /** (T), increasing. */
  readonly timestamps: Float64Array;
  /** (C), from above. */
  readonly channels: readonly string[];
  /** Stretches of rows, equally long but for rounding; B, at most T. A few hundred fill a page. */
  readonly bins: number;
  /** (C, B), row-major, the largest score of each stretch, so that no peak is lost; NaN where there is none. */
  readonly maxima: Float32Array;
  /** The score at which an alarm is raised: the middle of the scale. */
  readonly threshold: number;
  readonly attacks?: readonly TimeSpan[];
  readonly alarms?: readonly TimeSpan[];
  readonly title?: string;
}

/** Draws the map, with attacks and alarms as two rows of bars above it. */
export function heatMap(parts: HeatMapParts): ChartSpec {
  const { clock, timestamps, channels, attacks = [], alarms = [] } = parts;
  const T = timestamps.length;
  const axis = timeAxis(clock, timestamps[0], timestamps[T - 1]);
  const above = timeAxis(clock, timestamps[0], timestamps[T - 1], false);
  const bars = [
    ...spanRow(above, 'alarm', alarms, COLOURS.vermilion),
    ...spanRow(above, 'attack', attacks, COLOURS.ink),
  ];
  const rows = [...(alarms.length > 0 ? ['alarm'] : []), ...(attacks.length > 0 ? ['attack'] : [])];
  const tall = Math.max(9, Math.min(18, Math.floor(620 / channels.length)));
  const map = {
    width: WIDTH - 60,
    height: tall * channels.length,
    layer: [extent(axis), cells(axis, parts, tall)],
  };
  const known = { width: WIDTH - 60, height: 16 * rows.length, layer: [extent(above), ...bars] };
  return chart({
    title: parts.title ?? 'Channel scores',
    usermeta: { linked: true },
    spacing: 8,
    vconcat: rows.length > 0 ? [known, map] : [map],
  });
}

function spanRow(
  axis: TimeAxis,
  name: string,
  spans: readonly TimeSpan[],
  color: string,
): object[] {
  if (spans.length === 0) return [];
  const [first, last] = axis.domain;
  const pixel = (last - first) / WIDTH;
  const values = spans.map(({ start, end }) => {
    const from = Math.max(first, axis.position(start));
    return { row: name, from, to: Math.min(last, Math.max(axis.position(end), from + pixel)) };
  });
  return [
    {
      data: { values },
      mark: { type: 'rect', color, clip: true },
      encoding: {
        x: { field: 'from', ...axis.encoding },
        x2: { field: 'to' },
        y: { field: 'row', type: 'nominal', title: null, sort: null, axis: { minExtent: 60 } },
      },
    },
  ];
}

function cells(axis: TimeAxis, parts: HeatMapParts, tall: number): object {
  const { timestamps, channels, bins, maxima, threshold } = parts;
  const T = timestamps.length;
  const start = (bin: number): number =>
    axis.position(timestamps[Math.min(T - 1, Math.floor((bin * T) / bins))]);
  const values = channels.flatMap((channel, c) =>
    Array.from({ length: bins }, (_, b) => {
      const score = maxima[c * bins + b];
      const times = Math.max(0, score / threshold);
      return { channel, from: start(b), to: start(b + 1), times: Number(times.toPrecision(3)) };
    }).filter(({ times }) => !Number.isNaN(times)),
  );
  return {
    data: { values },
    mark: { type: 'rect', clip: true },
    encoding: {
      x: { field: 'from', ...axis.encoding },
      x2: { field: 'to' },
      y: {
        field: 'channel',
        type: 'nominal',
        title: null,
        sort: [...channels],
        axis: { labelFontSize: Math.min(11, tall), minExtent: 60, labelLimit: 120 },
      },
      color: {
        field: 'times',
        type: 'quantitative',
        title: 'Score in thresholds',
        scale: {
          type: 'symlog',
          constant: 0.3,
          domain: [0, 0.3, 1, REACH],
          range: HEAT_COLOURS.map((name) => COLOURS[name]),
          clamp: true,
        },
        legend: {
          type: 'gradient',
          values: [0, 0.3, 1, 2, REACH],
          gradientLength: 220,
          format: '~g',
        },
      },
      tooltip: [{ field: 'channel' }, { field: 'times', title: 'score in thresholds' }],
    },
  };
}
