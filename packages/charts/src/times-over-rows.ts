/** Points in time over the number of their row: a jump, a gap or a wrong year shows as a step. */
import { DAY } from '@anodec/core';
import { COLOURS } from './colours.js';
import { minMaxRows } from './downsample.js';
import { chart, type ChartSpec, WIDTH } from './theme.js';

const POINTS = 1200;
/** Points that are drawn one by one at most. */
const FEW = 200;

/** Times of one table. */
export interface RowTimesSeries {
  readonly title: string;
  /** (T), milliseconds since 1970, in the order of the rows. */
  readonly times: Float64Array;
}

/** One panel for each table. */
export function timesOverRows(title: string, series: readonly RowTimesSeries[]): ChartSpec {
  return chart({ title, spacing: 24, vconcat: series.map(panel) });
}

function panel({ title, times }: RowTimesSeries): object {
  // single precision would move times by minutes: distances from the first are small enough
  const since = Float32Array.from(times, (time) => time - times[0]);
  const values = [...minMaxRows(since, POINTS)].map((row) => ({ row, time: times[row] }));
  const point = times.length <= FEW ? { size: 22, filled: true } : false;
  return {
    width: WIDTH - 120,
    height: 190,
    data: { values },
    mark: { type: 'line', color: COLOURS.blue, strokeWidth: 1.4, point },
    encoding: {
      x: {
        field: 'row',
        type: 'quantitative',
        title: `Row of ${title}`,
        scale: { nice: false, zero: false },
        axis: { grid: false },
      },
      y: {
        field: 'time',
        type: 'temporal',
        title: null,
        scale: { type: 'utc', nice: false },
        axis: { format: formatFor(times), labelOverlap: true, minExtent: 90 },
      },
    },
  };
}

/** With the hour where all rows lie within a few days, with the year where they do not. */
function formatFor(times: Float64Array): string {
  let [first, last] = [Infinity, -Infinity];
  for (const time of times) [first, last] = [Math.min(first, time), Math.max(last, time)];
  return last - first < 6 * DAY ? '%d %b %H:%M' : '%d %b %Y';
}
