/**
 * From channel errors to one score for a row: forgive drift, normalise, pool, smooth.
 *
 * Everything is causal: a row's score depends on that row and on rows before it.
 */
import { contiguousSegments, flagSegments, frameLength, type TimeSeriesFrame } from '@anodec/core';
import type { VerdictConfig } from './config.js';
import { trailOf } from './drift/drift.js';
import { driftRules } from './drift/registry.js';
import type { ChannelScale } from './normalisation/normalisation.js';
import { poolings } from './pooling/registry.js';
import { channelErrors, numbersOf, type ScoredRecording } from './recording.js';
import { smoothings } from './smoothing/registry.js';
import { spanRows } from './span.js';

/** What normal rows taught about one channel; errors in the unit of the detector. */
export interface ChannelNorm {
  readonly channel: string;
  /** How its error is normalised. */
  readonly scale: ChannelScale;
  /** Its median error. */
  readonly usual: number;
  /** The highest trail that counts as normal, margin included. */
  readonly ceiling: number;
}

/** A channel of which more than this is left is not worth a line in the report. */
const NOTABLE = 0.8;

/** A stretch in which a channel was discounted or silenced, because its error was high for hours. */
export interface Muted {
  readonly channel: string;
  /** First and last moment, in the clock of the recording. */
  readonly start: number;
  readonly end: number;
  readonly rows: number;
  /** The least that was left of its error, a factor in [0, 1). */
  readonly factor: number;
}

/** What becomes of the scores of a recording. */
export interface RowScores {
  /** (T), NaN where the detector could not tell. */
  readonly score: Float32Array;
  /** (T, C), normalised, drift forgiven; left out by detectors that score rows only. */
  readonly channelScores?: Float32Array;
  /** Stretches that took more than a fifth away. */
  readonly muted: readonly Muted[];
}

/** Scores every row of a recording with what normal rows taught. */
export function scoreRows(
  config: VerdictConfig,
  norms: readonly ChannelNorm[],
  { scores, frame }: ScoredRecording,
): RowScores {
  if (norms.length === 0 || !scores.channels) {
    return { score: smooth(config, scores.rows, frame), muted: [] };
  }
  const { channelScores, muted } = normalise(config, norms, scores.channels, frame);
  const pooled = pool(config, channelScores, norms.length);
  return { score: smooth(config, pooled, frame), channelScores, muted };
}

/** Rows that the drift rule looks back on. */
export function horizonRows(config: VerdictConfig, frame: TimeSeriesFrame): number {
  const { horizon, leastRows } = config.drift;
  return Math.max(leastRows, spanRows(horizon, frame, config.assumedPeriod));
}

function normalise(
  config: VerdictConfig,
  norms: readonly ChannelNorm[],
  errors: Float32Array,
  frame: TimeSeriesFrame,
): { channelScores: Float32Array; muted: Muted[] } {
  const T = frameLength(frame);
  const C = norms.length;
  const leftOf = driftRules[config.drift.kind];
  const horizon = horizonRows(config, frame);
  const growth =
    config.drift.pace ** (1 / Math.max(1, spanRows('1h', frame, config.assumedPeriod)));
  const channelScores = new Float32Array(T * C);
  const muted: Muted[] = [];
  for (const [c, norm] of norms.entries()) {
    const column = channelErrors(errors, c, C);
    const trail = trailOf(column, horizon, norm.usual);
    const factors = leftOf({ trail, ceiling: norm.ceiling, growth });
    const { centre, spread } = norm.scale;
    for (let t = 0; t < T; t++) {
      channelScores[t * C + c] = (column[t] * factors[t] - centre) / spread;
    }
    muted.push(...mutedStretches(norm.channel, factors, frame));
  }
  return { channelScores, muted };
}

function mutedStretches(channel: string, factors: Float32Array, frame: TimeSeriesFrame): Muted[] {
  const stretches = flagSegments(factors.map((factor) => (factor < 1 ? 1 : 0)));
  return stretches
    .map(({ start, end }) => ({
      channel,
      start: frame.timestamps[start],
      end: frame.timestamps[end - 1],
      rows: end - start,
      factor: factors.subarray(start, end).reduce((a, b) => Math.min(a, b)),
    }))
    .filter(({ factor }) => factor < NOTABLE);
}

/** Pools the channels that have a score; a row without any has none. */
function pool(config: VerdictConfig, channelScores: Float32Array, C: number): Float32Array {
  const poolRow = poolings[config.pooling.kind];
  return Float32Array.from({ length: channelScores.length / C }, (_, t) => {
    const row = numbersOf(channelScores.subarray(t * C, (t + 1) * C));
    return row.length > 0 ? poolRow(row, config.pooling.k) : NaN;
  });
}

/** Smooths each stretch of scores that no gap in time and no missing score interrupts. */
function smooth(config: VerdictConfig, scores: Float32Array, frame: TimeSeriesFrame): Float32Array {
  const smoothStretch = smoothings[config.smoothing.kind];
  const rows = Math.max(1, spanRows(config.smoothing.over, frame, config.assumedPeriod));
  const smoothed = new Float32Array(scores.length).fill(NaN);
  for (const segment of contiguousSegments(frame)) {
    const stretch = scores.subarray(segment.start, segment.end);
    for (const { start, end } of flagSegments(stretch.map((s) => (Number.isNaN(s) ? 0 : 1)))) {
      smoothed.set(smoothStretch(stretch.slice(start, end), rows), segment.start + start);
    }
  }
  return smoothed;
}
