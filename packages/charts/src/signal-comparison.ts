/** Recorded against expected readings of some channels around an alarm. */
import type { Clock } from '@anodec/core';
import { chart, type ChartSpec, WIDTH } from './theme.js';
import { bar, extent, line, meaning, type Meaning, shading, type TimeSpan } from './series.js';
import { timeAxis } from './time-axis.js';

/** Points of each line, unless the chart asks for more; a page has many such charts. */
const POINTS = 360;

/** One sensor: its readings and the values the model expected. */
export interface Signal {
  readonly name: string;
  /** (T), in the unit of the sensor. */
  readonly recorded: Float32Array | Float64Array;
  /** (T), the same unit; absent for detectors that expect nothing. */
  readonly expected?: Float32Array | Float64Array;
  /** (T), the nearest window of normal operation in the place of other rows; NaN elsewhere. */
  readonly nearest?: Float32Array | Float64Array;
}

/** Data of a comparison of signals. */
export interface ComparisonParts {
  readonly clock: Clock;
  /** (T), increasing. */
  readonly timestamps: Float64Array;
  readonly signals: readonly Signal[];
  readonly attacks: readonly TimeSpan[];
  readonly alarms: readonly TimeSpan[];
  readonly title: string;
  /** Points of each line. */
  readonly points?: number;
}

/** Sensors one above the other, recorded against expected, over one time axis. */
export function signalComparison(parts: ComparisonParts): ChartSpec {
  const { attacks, signals } = parts;
  const shown: Meaning[] = ['recorded'];
  if (signals.some(({ expected }) => expected)) shown.push('expected');
  if (signals.some(({ nearest }) => nearest)) shown.push('nearest normal');
  shown.push('alarm');
  if (attacks.length > 0) shown.push('attack');
  const panels = signals.map((signal, i) => panel(parts, signal, shown, i));
  return chart({
    title: parts.title,
    usermeta: { linked: true },
    vconcat: panels,
    spacing: 16,
    resolve: { legend: { color: 'shared' } },
  });
}

function panel(
  parts: ComparisonParts,
  signal: Signal,
  shown: readonly Meaning[],
  row: number,
): object {
  const { clock, timestamps, attacks, alarms } = parts;
  const last = row === parts.signals.length - 1;
  const axis = timeAxis(clock, timestamps[0], timestamps[timestamps.length - 1], last);
  const y = {
    title: signal.name,
    scale: { zero: false, nice: true },
    axis: { tickCount: 4, titleFontWeight: 'bold', minExtent: 60 },
  };
  const draw = (values: Float32Array | Float64Array, name: Meaning): object =>
    line(axis, timestamps, values, {
      y,
      colour: meaning(name, shown),
      points: parts.points ?? POINTS,
      // what the page of a chart that can be zoomed reads off
      ...(name === 'recorded' && { name: `signal_${row}` }),
    });
  return {
    width: WIDTH - 60,
    height: 90,
    layer: [
      extent(axis),
      ...(attacks.length > 0 ? [shading(axis, attacks, meaning('attack', shown))] : []),
      ...(signal.nearest ? [draw(signal.nearest, 'nearest normal')] : []),
      draw(signal.recorded, 'recorded'),
      ...(signal.expected ? [draw(signal.expected, 'expected')] : []),
      bar(axis, alarms, meaning('alarm', shown)),
    ],
  };
}
