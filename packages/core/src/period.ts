/** The period of a recording, from its autocorrelation. */
import { contiguousSegments, frameLength, sliceFrame, type TimeSeriesFrame } from './frame.js';

/** Shorter lags are not a period: neighbouring rows are alike anyway. */
const SHORTEST = 3;
const LONGEST = 300;

/** A part of the lag is the period if its autocorrelation is at least this share of the lag's. */
const NEARLY = 0.9;

/** Rows that are enough, from the first on. */
const MOST_ROWS = 20_000;

/**
 * The lag at which the autocorrelation, the mean over all channels that vary, has its highest local maximum,
 * from 4 to 302 rows and at most half of the rows; or a part of that lag which is nearly as good, because by chance
 * a multiple of the period may be the best. A missing reading counts as the mean of its channel.
 *
 * @param frame its longest gap-free stretch is used, 20,000 rows of it
 * @returns undefined where there is no local maximum above what white noise has, 1.96 / √T
 *
 * Source: `find_length` of Liu & Paparrizos 2024, "The Elephant in the Room: Towards A Reliable Time-Series Anomaly
 * Detection Benchmark" (TSB-AD), for one channel; the limit for noise is Box & Jenkins 1970, section 2.1.6.
 */
export function findPeriod(frame: TimeSeriesFrame): number | undefined {
  const stretch = longestStretch(frame);
  const T = frameLength(stretch);
  const correlations = meanAutocorrelation(stretch, Math.min(LONGEST + SHORTEST, T >> 1));
  let best: number | undefined;
  for (let lag = SHORTEST + 1; lag < correlations.length - 1; lag++) {
    const value = correlations[lag];
    const isPeak = value > correlations[lag - 1] && value > correlations[lag + 1];
    if (isPeak && value > (best === undefined ? 1.96 / Math.sqrt(T) : correlations[best]))
      best = lag;
  }
  return best === undefined ? undefined : shortestAlike(correlations, best);
}

/** The shortest lag that the lag is a multiple of, give or take a row, and that is nearly as good. */
function shortestAlike(correlations: Float64Array, lag: number): number {
  for (let m = Math.floor(lag / (SHORTEST + 1)); m > 1; m--) {
    const near = [0, -1, 1].map((shift) => Math.round(lag / m) + shift);
    const [part] = near.sort((a, b) => correlations[b] - correlations[a]);
    const isRise = correlations[part] > correlations[part >> 1]; // else part of the slope down from lag 0
    if (part > SHORTEST && isRise && correlations[part] >= NEARLY * correlations[lag]) return part;
  }
  return lag;
}

function longestStretch(frame: TimeSeriesFrame): TimeSeriesFrame {
  const segments = contiguousSegments(frame);
  const { start, end } = segments.reduce((longest, segment) =>
    segment.end - segment.start > longest.end - longest.start ? segment : longest,
  );
  return sliceFrame(frame, { start, end: Math.min(end, start + MOST_ROWS) });
}

/** (L + 1), the autocorrelation at lags 0 to L; all NaN where no channel varies. */
function meanAutocorrelation({ values, channels }: TimeSeriesFrame, L: number): Float64Array {
  const C = channels.length;
  const sums = new Float64Array(L + 1);
  let varying = 0;
  for (let c = 0; c < C; c++) {
    const deviations = deviationsOf(values, c, C);
    const variance = productSum(deviations, 0);
    if (!(variance > 0)) continue;
    varying++;
    for (let lag = 0; lag <= L; lag++) sums[lag] += productSum(deviations, lag) / variance;
  }
  return sums.map((sum) => sum / varying);
}

/** (T), the deviations of a channel from its mean, 0 where a reading is missing. */
function deviationsOf(values: Float32Array, c: number, C: number): Float64Array {
  const own = Float64Array.from({ length: values.length / C }, (_, t) => values[t * C + c]);
  const known = own.filter((value) => !Number.isNaN(value));
  const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
  return own.map((value) => (Number.isNaN(value) ? 0 : value - mean));
}

function productSum(values: Float64Array, lag: number): number {
  let sum = 0;
  for (let t = lag; t < values.length; t++) sum += values[t] * values[t - lag];
  return sum;
}
