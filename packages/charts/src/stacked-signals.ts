/** Signals one above the other over one time axis, attacks as a row of bars below. */
import type { Clock } from '@anodec/core';
import { ATTACK_ROW_HEIGHT, attackBars } from './attack-bars.js';
import { COLOURS } from './colours.js';
import { chart, type ChartSpec, WIDTH } from './theme.js';
import { extent, line, type TimeSpan } from './series.js';
import { type TimeAxis, timeAxis } from './time-axis.js';

/** Points of a line in a still chart, and in one that can be zoomed. */
const POINTS = { still: 1600, zoomed: 8000 } as const;
const COLOUR_OF_SIGNALS = [COLOURS.blue, COLOURS.vermilion, COLOURS.green, COLOURS.purple] as const;

/** One signal. */
export interface PlottedSignal {
  readonly name: string;
  /** (T), in the unit of the sensor; NaN breaks the line. */
  readonly values: Float32Array | Float64Array;
}

/** Data of stacked signals. */
export interface StackedSignalsParts {
  readonly clock: Clock;
  /** (T), increasing. */
  readonly timestamps: Float64Array;
  /** One panel each, from above; one is enough. */
  readonly signals: readonly PlottedSignal[];
  /** Drawn as bars, "Attack 7" as "Attack #7"; absent: no bars. */
  readonly attacks?: readonly TimeSpan[];
  readonly title: string;
  /** Keeps enough points to zoom into; larger. */
  readonly zoomable?: boolean;
}

/**
 * Draws the signals. Where the rows are more than the chart can show, each piece of the line has
 * its smallest and its largest reading, so that no peak is lost.
 */
export function stackedSignals(parts: StackedSignalsParts): ChartSpec {
  const { clock, timestamps, signals, attacks, title } = parts;
  const rows = signals.length + (attacks ? 1 : 0);
  const axis = (row: number) =>
    timeAxis(clock, timestamps[0], timestamps[timestamps.length - 1], row === rows - 1);
  const height = signals.length === 1 ? 300 : 130;
  const panels = signals.map((_, row) => ({
    width: WIDTH - 60,
    height,
    layer: [extent(axis(row)), signalLine(axis(row), parts, row)],
  }));
  const bars = attacks && {
    width: WIDTH - 60,
    height: ATTACK_ROW_HEIGHT,
    layer: [extent(axis(rows - 1)), ...attackBars(axis(rows - 1), attacks, WIDTH - 60)],
  };
  return chart({
    title,
    usermeta: { linked: true },
    spacing: 14,
    vconcat: bars ? [...panels, bars] : panels,
  });
}

function signalLine(
  axis: TimeAxis,
  { timestamps, signals, zoomable = false }: StackedSignalsParts,
  row: number,
): object {
  const { name, values } = signals[row];
  const y = {
    title: name,
    scale: { zero: false, nice: true },
    axis: { tickCount: signals.length === 1 ? 8 : 4, titleFontWeight: 'bold', minExtent: 60 },
  };
  const colour = { value: COLOUR_OF_SIGNALS[row % COLOUR_OF_SIGNALS.length] };
  const points = zoomable ? POINTS.zoomed : POINTS.still;
  return line(axis, timestamps, values, { y, colour, points, name: `signal_${row}` });
}
