/** The score of a recording over time, with threshold, attacks and alarms. */
import type { Clock } from '@anodec/core';
import { chart, type ChartSpec, WIDTH } from './theme.js';
import { bar, extent, line, meaning, type Meaning, shading, type TimeSpan } from './series.js';
import { timeAxis } from './time-axis.js';

/** Points of a line as wide as a page: two for each pixel show all that can be seen. */
const POINTS = 1600;

/** How far above the threshold a score may reach before the axis becomes logarithmic. */
const LINEAR_REACH = 8;

/** Data of a score timeline. */
export interface TimelineParts {
  readonly clock: Clock;
  /** (T), increasing. */
  readonly timestamps: Float64Array;
  /** (T), NaN where there is no score. */
  readonly score: Float32Array;
  readonly threshold: number;
  /** (T), the threshold of each row where it moves; `threshold` is then the one at the beginning. */
  readonly limits?: Float64Array;
  readonly attacks: readonly TimeSpan[];
  readonly alarms: readonly TimeSpan[];
  readonly title?: string;
  /** Points of each line; two for each pixel by default. */
  readonly points?: number;
}

/** The score over the whole recording, attacks shaded, alarms as bars on top, the threshold. */
export function scoreTimeline(parts: TimelineParts): ChartSpec {
  const { clock, timestamps, score, threshold, limits, attacks, alarms, points = POINTS } = parts;
  const axis = timeAxis(clock, timestamps[0], timestamps[timestamps.length - 1]);
  const shown: Meaning[] = ['score', 'threshold', 'alarm'];
  if (attacks.length > 0) shown.push('attack');
  const y = { title: 'Score', scale: scoreScale(score, threshold) };
  const colour = meaning('threshold', shown);
  const level = {
    mark: { type: 'rule', strokeWidth: 1.5, strokeDash: [6, 3] },
    encoding: { y: { datum: threshold, type: 'quantitative', ...y }, color: colour },
  };
  return chart({
    title: parts.title ?? 'Score of the recording',
    width: WIDTH,
    height: 240,
    data: { values: [{}] },
    layer: [
      extent(axis),
      ...(attacks.length > 0 ? [shading(axis, attacks, meaning('attack', shown))] : []),
      line(axis, timestamps, score, {
        y,
        colour: meaning('score', shown),
        points,
        name: 'signal_0',
      }),
      limits ? line(axis, timestamps, limits, { y, colour, points }) : level,
      bar(axis, alarms, meaning('alarm', shown)),
    ],
  });
}

/** Linear for scores near the threshold; logarithmic where peaks would flatten the rest. */
function scoreScale(score: Float32Array, threshold: number): object {
  let [low, high] = [Infinity, -Infinity];
  for (const value of score) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const logarithmic = low > 0 && threshold > 0 && high > LINEAR_REACH * threshold;
  return logarithmic ? { type: 'log', nice: false, padding: 6 } : { type: 'linear', zero: false };
}
