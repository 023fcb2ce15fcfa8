/** Resampling: one row for each bin of a regular time grid. */
import { type Clock, ConfigError, type TimeSeriesFrame, UNKNOWN_LABEL } from '@anodec/core';
import { type Aggregate, type Aggregation, aggregates, MEANS } from './aggregates.js';
import {
  copyRows,
  joinRows,
  NO_ROWS,
  type Rows,
  type RowStream,
  runStream,
  viewRows,
} from './rows.js';

/**
 * One value of each channel, the mean unless asked otherwise, over bins of equal length.
 *
 * The grid is anchored at 0 of the clock (1970 for dates) and a bin has the time of its start, so that
 * a point in time falls into the same bin in every recording. A bin is labelled 1 if any of its rows
 * is, otherwise `UNKNOWN_LABEL` if any of them is. A bin without rows gives no row: a gap stays a gap.
 * Missing readings do not count; a bin that has no others is missing.
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
  return runStream(startResampling(frame, period, aggregation), frame);
}

/**
 * Starts resampling; see `resampleFrame`. The row of a bin is complete with the first row of a later
 * bin, or the end of the recording; it is held back until then.
 *
 * @throws ConfigError when the period is not above 0, or the rows have no times
 */
export function startResampling(
  { channels, clock }: { readonly channels: readonly string[]; readonly clock: Clock },
  period: number,
  aggregation: Aggregation = MEANS,
): RowStream {
  checkResampling(period, clock);
  const rules = rulesOf(channels, aggregation);
  let open: Rows[] = []; // rows of the last bin
  let bin = NaN;
  const close = (): Rows => {
    const rows = aggregateRows(joinRows(open), rules, period);
    open = [];
    return rows;
  };
  return {
    push(rows) {
      const { timestamps } = rows;
      const T = timestamps.length;
      if (T === 0) return NO_ROWS;
      const last = firstOfLastBin(timestamps, period);
      const complete: Rows[] = [];
      if (binOf(timestamps[0], period) !== bin) complete.push(close());
      if (last > 0) {
        open.push(viewRows(rows, rules.length, 0, last));
        complete.push(close());
      }
      open.push(copyRows(viewRows(rows, rules.length, last, T)));
      bin = binOf(timestamps[T - 1], period);
      return joinRows(complete);
    },
    finish: close,
  };
}

function checkResampling(period: number, clock: Clock): void {
  if (!(period > 0 && Number.isFinite(period))) {
    throw new ConfigError(`The period of resampling must be above 0, got ${period}.`);
  }
  if (clock === 'rows') {
    throw new ConfigError(
      'A recording must have times to be resampled, got one whose rows are only numbered. Give the ' +
        'step between its rows with `period`.',
    );
  }
}

function rulesOf(channels: readonly string[], aggregation: Aggregation): Aggregate[] {
  const own = new Map(Object.entries(aggregation.channels)); // a channel may be called constructor
  return channels.map((name) => aggregates[own.get(name) ?? aggregation.usual]);
}

/** Index of the first row of the last bin. */
function firstOfLastBin(timestamps: Float64Array, period: number): number {
  const bin = binOf(timestamps[timestamps.length - 1], period);
  let first = timestamps.length - 1;
  while (first > 0 && binOf(timestamps[first - 1], period) === bin) first--;
  return first;
}

/** The rows of whole bins. */
function aggregateRows(rows: Rows, rules: readonly Aggregate[], period: number): Rows {
  const { timestamps, values, labels } = rows;
  if (timestamps.length === 0) return NO_ROWS;
  const starts = binStarts(timestamps, period);
  const N = starts.length - 1;
  const binned = {
    values: aggregateBins(values, rules, starts),
    timestamps: Float64Array.from({ length: N }, (_, n) => binOf(timestamps[starts[n]], period)),
  };
  if (!labels) return binned;
  return {
    ...binned,
    labels: Uint8Array.from({ length: N }, (_, n) =>
      labelOf(labels.subarray(starts[n], starts[n + 1])),
    ),
  };
}

function labelOf(labels: Uint8Array): number {
  if (labels.includes(1)) return 1;
  return labels.includes(UNKNOWN_LABEL) ? UNKNOWN_LABEL : 0;
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
  values: Float32Array,
  rules: readonly Aggregate[],
  starts: readonly number[],
): Float32Array {
  const N = starts.length - 1;
  const C = rules.length;
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
 * A missing reading makes the sum NaN; only then are the readings checked one by one.
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

/** The aggregate of every `step`-th value that is not missing; overwrites `buffer`. */
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
