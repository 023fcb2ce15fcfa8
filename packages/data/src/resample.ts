/** Resampling: one row for each bin of a regular time grid. */
import { ConfigError, createFrame, type TimeSeriesFrame } from '@anodec/core';

/**
 * The mean of each channel over bins of equal length.
 *
 * The grid is anchored at 0 of the clock (1970 for dates) and a bin bears the time of its start, so
 * that the same moment falls into the same bin whatever recording it is in. A bin is labelled 1 if
 * any of its rows is. A bin without rows gives no row: a gap stays a gap. Missing readings do not
 * count; a bin that has no other is missing.
 *
 * @param period length of a bin in milliseconds
 * @throws ConfigError when the period is not above 0, or the rows have no times
 *
 * Source: pandas' `resample(...).mean()`, without its empty bins.
 */
export function resampleFrame(frame: TimeSeriesFrame, period: number): TimeSeriesFrame {
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
  const C = frame.channels.length;
  const values = new Float32Array(N * C);
  for (let n = 0; n < N; n++) averageRows(frame.values, C, starts[n], starts[n + 1], values, n * C);
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

/**
 * Means over rows `start` to `end`, in double precision; fills `out` (C) from `offset` on.
 *
 * A missing reading shows in the sum of its channel, so that only then the readings are looked at
 * one by one.
 */
function averageRows(
  values: Float32Array,
  C: number,
  start: number,
  end: number,
  out: Float32Array,
  offset: number,
): void {
  const stop = end * C;
  for (let c = 0; c < C; c++) {
    let sum = 0;
    for (let at = start * C + c; at < stop; at += C) sum += values[at];
    out[offset + c] = Number.isNaN(sum)
      ? meanOfPresent(values, start * C + c, stop, C)
      : sum / (end - start);
  }
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
