/** Resampling: one row for each bin of a regular time grid. */
import { ConfigError, createFrame, type TimeSeriesFrame } from '@anodec/core';
import { type Aggregate, type Aggregation, aggregates, MEANS } from './aggregates.js';

/**
 * One figure of each channel, the mean unless told otherwise, over bins of equal length.
 *
 * The grid is anchored at 0 of the clock (1970 for dates) and a bin bears the time of its start, so
 * that the same moment falls into the same bin whatever recording it is in. A bin is labelled 1 if
 * any of its rows is. A bin without rows gives no row: a gap stays a gap. Missing readings do not
 * count; a bin that has no other is missing.
 *
 * @param period length of a bin in milliseconds
 * @throws ConfigError when the period is not above 0, or the rows have no times
 *
 * Source: pandas' `resample(...).agg(...)`, without its empty bins.
 */
export function resampleFrame(
  frame: TimeSeriesFrame,
  period: number,
  aggregation: Aggregation = MEANS,
): TimeSeriesFrame {
  if (!(period > 0 && Number.isFinite(period))) {
    throw new ConfigError(`The period of resampling must be above 0, got ${period}.`);
  }
  if (frame.clock === 'rows') {
    throw new ConfigError(
      'A recording must have times to be resampled, got one whose rows are only numbered. Say how ' +
        'far its rows lie apart with --period.',
    );
  }
  const starts = binStarts(frame.timestamps, period);
  const N = starts.length - 1;
  const values = aggregateBins(frame, starts, aggregation);
  const { timestamps, channels, clock, labels } = frame;
  const parts = {
    values,
    channels,
    clock,
    timestamps: Float64Array.from({ length: N }, (_, n) => binOf(timestamps[starts[n]], period)),
  };
  if (!labels) return createFrame(parts);
  return createFrame({
    ...parts,
    labels: Uint8Array.from({ length: N }, (_, n) =>
      Number(labels.subarray(starts[n], starts[n + 1]).includes(1)),
    ),
  });
}

/** First row of each bin, then the number of rows. */
function binStarts(timestamps: Float64Array, period: number): number[] {
  const starts: number[] = [];
  let bin = NaN;
  for (let t = 0; t < timestamps.length; t++) {
    const next = binOf(timestamps[t], period);
    if (next !== bin) starts.push(t);
    bin = next;
  }
  return [...starts, timestamps.length];
}

function binOf(time: number, period: number): number {
  return Math.floor(time / period) * period;
}

/** (N, C), NaN where a bin has no reading. */
function aggregateBins(
  { values, channels }: TimeSeriesFrame,
  starts: readonly number[],
  aggregation: Aggregation,
): Float32Array {
  const N = starts.length - 1;
  const C = channels.length;
  const own = new Map(Object.entries(aggregation.channels)); // a channel may be called constructor
  const rules = channels.map((name): Aggregate => aggregates[own.get(name) ?? aggregation.usual]);
  const longest = starts.slice(1).reduce((most, end, n) => Math.max(most, end - starts[n]), 0);
  const buffer = new Float32Array(longest);
  const binned = new Float32Array(N * C);
  for (let n = 0; n < N; n++) {
    const stop = starts[n + 1] * C;
    for (let c = 0; c < C; c++) {
      const from = starts[n] * C + c;
      binned[n * C + c] =
        rules[c] === aggregates.mean
          ? meanOf(values, from, stop, C)
          : aggregateOf(rules[c], values, from, stop, C, buffer);
    }
  }
  return binned;
}

/**
 * The mean of every `step`-th value, in double precision, without a copy of them.
 *
 * A missing reading shows in the sum, so that only then the readings are looked at one by one.
 */
function meanOf(values: Float32Array, from: number, to: number, step: number): number {
  let sum = 0;
  for (let at = from; at < to; at += step) sum += values[at];
  return Number.isNaN(sum)
    ? meanOfPresent(values, from, to, step)
    : sum / Math.ceil((to - from) / step);
}

/** The mean of every `step`-th value that is not missing; NaN where all are. */
function meanOfPresent(values: Float32Array, from: number, to: number, step: number): number {
  let sum = 0;
  let count = 0;
  for (let at = from; at < to; at += step) {
    if (Number.isNaN(values[at])) continue;
    sum += values[at];
    count++;
  }
  return sum / count;
}

/** What a rule makes of every `step`-th value that is not missing; overwrites `buffer`. */
function aggregateOf(
  rule: Aggregate,
  values: Float32Array,
  from: number,
  to: number,
  step: number,
  buffer: Float32Array,
): number {
  let count = 0;
  for (let at = from; at < to; at += step) {
    if (!Number.isNaN(values[at])) buffer[count++] = values[at];
  }
  return count === 0 ? NaN : rule(buffer.subarray(0, count));
}
