/**
 * Pearson's correlation of every two channels, over the rows in which both have a reading.
 *
 * Readings are centred on their channel's mean and brought to its deviation first, in double
 * precision, so that sums of products lose nothing to large levels. Rows are taken in blocks that
 * stay in the cache; a pair in which nothing is missing needs one product for each row.
 */
import { checkStopped } from '@anodec/core';

const BLOCK_ROWS = 2048;

/** A channel as correlations need it. */
export interface CorrelatedChannel {
  readonly mean: number;
  /** Divisor N. */
  readonly deviation: number;
  /** Whether every row has a finite reading. */
  readonly complete: boolean;
  /** Fills `out` with the readings of the rows from `start` on; NaN is missing. */
  read(start: number, out: Float64Array): void;
}

/** Progress listener and abort signal. */
export interface CorrelationOptions {
  readonly signal?: AbortSignal;
  /** Receives the number of rows so far. */
  readonly onRows?: (rows: number) => void;
}

/**
 * Correlates channels.
 *
 * @param channels (K), of T rows each; infinite readings count as missing
 * @returns (K, K), row-major, symmetric; NaN where a channel does not move
 *
 * Source: pandas' `DataFrame.corr`, pairwise complete.
 */
export function correlate(
  channels: readonly CorrelatedChannel[],
  T: number,
  { signal, onRows }: CorrelationOptions = {},
): Float64Array {
  const sums = channels.map((_, a) => channels.slice(0, a).map(newSums));
  const block = channels.map(() => new Float64Array(BLOCK_ROWS));
  for (let start = 0; start < T; start += BLOCK_ROWS) {
    checkStopped(signal, 'correlating channels');
    const rows = Math.min(BLOCK_ROWS, T - start);
    for (const [k, channel] of channels.entries()) fill(block[k].subarray(0, rows), channel, start);
    for (const [a, x] of channels.entries()) {
      for (const [b, pair] of sums[a].entries()) {
        if (x.complete && channels[b].complete) addProducts(pair, block[a], block[b], rows);
        else addPresent(pair, block[a], block[b], rows);
      }
    }
    onRows?.(start + rows);
  }
  return matrixOf(channels, sums, T);
}

/** Sums over the rows of a pair: rows, x, y, x², y², xy. */
type Sums = Float64Array;
const newSums = (): Sums => new Float64Array(6);

function fill(out: Float64Array, channel: CorrelatedChannel, start: number): void {
  const { mean, deviation } = channel;
  channel.read(start, out);
  for (let r = 0; r < out.length; r++) {
    const value = (out[r] - mean) / deviation;
    out[r] = Number.isFinite(value) ? value : NaN;
  }
}

function addProducts(sums: Sums, x: Float64Array, y: Float64Array, rows: number): void {
  let sum = 0;
  for (let r = 0; r < rows; r++) sum += x[r] * y[r];
  sums[5] += sum;
}

function addPresent(sums: Sums, x: Float64Array, y: Float64Array, rows: number): void {
  for (let r = 0; r < rows; r++) {
    const [a, b] = [x[r], y[r]];
    if (Number.isNaN(a) || Number.isNaN(b)) continue;
    sums[0] += 1;
    sums[1] += a;
    sums[2] += b;
    sums[3] += a * a;
    sums[4] += b * b;
    sums[5] += a * b;
  }
}

function matrixOf(
  channels: readonly CorrelatedChannel[],
  sums: readonly (readonly Sums[])[],
  T: number,
): Float64Array {
  const K = channels.length;
  const matrix = new Float64Array(K * K);
  for (const [a, x] of channels.entries()) {
    matrix[a * K + a] = x.deviation > 0 ? 1 : NaN;
    for (const [b, pair] of sums[a].entries()) {
      const r = x.complete && channels[b].complete ? pair[5] / T : coefficient(pair);
      // rounding may carry a perfect correlation past its bounds
      matrix[a * K + b] = matrix[b * K + a] = Math.max(-1, Math.min(1, r));
    }
  }
  return matrix;
}

function coefficient([n, x, y, xx, yy, xy]: Sums): number {
  const spread = Math.sqrt((xx - (x * x) / n) * (yy - (y * y) / n));
  return spread > 0 ? (xy - (x * y) / n) / spread : NaN;
}
