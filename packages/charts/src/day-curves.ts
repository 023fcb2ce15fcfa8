/** Curves over the hours of a day, such as a real day and a generated one. */
import { COLOURS, LINE_COLOURS } from './colours.js';
import { chart, type ChartSpec } from './theme.js';

/** A curve of a day. */
export interface DayCurve {
  readonly name: string;
  /** Evenly spread over the day, each from the beginning of its part on. */
  readonly values: ArrayLike<number>;
}

/** Data of the chart. */
export interface DayCurvesParts {
  readonly title: string;
  /** Title of the vertical axis. */
  readonly y: string;
  /** At most four; a legend is drawn where there are several. */
  readonly curves: readonly DayCurve[];
  /** The vertical axis reaches from 0 at least to here. */
  readonly highest?: number;
}

/** Draws the curves as steps from 0 to 24 hours. */
export function dayCurves({ title, y, curves, highest = 0 }: DayCurvesParts): ChartSpec {
  const values = curves.flatMap(({ name, values: own }) => {
    const points = Array.from(own, (value, i) => ({ hour: (24 * i) / own.length, value, name }));
    // the last step ends at midnight
    return [...points, { hour: 24, value: own[own.length - 1], name }];
  });
  const largest = values.reduce((max, { value }) => Math.max(max, value), highest);
  const least = values.reduce((min, { value }) => Math.min(min, value), 0);
  const domain = curves.map(({ name }) => name);
  const range = LINE_COLOURS.slice(0, curves.length).map((name) => COLOURS[name]);
  const legend = curves.length > 1 ? { symbolType: 'stroke', symbolStrokeWidth: 2 } : null;
  return chart({
    title,
    width: 620,
    height: 240,
    data: { values },
    mark: { type: 'line', interpolate: 'step-after', strokeWidth: 1.6 },
    encoding: {
      x: {
        field: 'hour',
        type: 'quantitative',
        title: 'Hour of the day',
        scale: { domain: [0, 24], nice: false },
        axis: { values: [0, 3, 6, 9, 12, 15, 18, 21, 24], grid: false },
      },
      y: {
        field: 'value',
        type: 'quantitative',
        title: y,
        scale: { domain: [least, largest], nice: true },
      },
      color: { field: 'name', type: 'nominal', scale: { domain, range }, legend },
    },
  });
}
