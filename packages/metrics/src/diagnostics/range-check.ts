/**
 * The range check: a row is flagged where any channel leaves the range of its normal rows. Attacks that
 * it finds show in one channel alone, and say nothing about models of several channels.
 *
 * Source: Wu & Keogh 2021, "Current Time Series Anomaly Detection Benchmarks are Flawed and are Creating
 * the Illusion of Progress", on trivial anomalies; QuoVadis (Sarfraz et al. 2024), sensor-range deviation.
 */
import type { TimeSeriesFrame } from '@anodec/core';

/** Smallest and largest value of each channel, (C) each; NaN for channels without a value. */
export interface ChannelRanges {
  readonly least: Float32Array;
  readonly most: Float32Array;
}

/** The ranges over all rows of frames with the same channels. */
export function channelRanges(frames: readonly TimeSeriesFrame[]): ChannelRanges {
  const C = frames.at(0)?.channels.length ?? 0;
  const least = new Float32Array(C).fill(NaN);
  const most = new Float32Array(C).fill(NaN);
  for (const { values } of frames) {
    for (let i = 0; i < values.length; i++) {
      const c = i % C;
      if (!(least[c] <= values[i])) least[c] = Number.isNaN(values[i]) ? least[c] : values[i];
      if (!(most[c] >= values[i])) most[c] = Number.isNaN(values[i]) ? most[c] : values[i];
    }
  }
  return { least, most };
}

/**
 * The number of channels that leave their range, for each row.
 *
 * @returns (T), NaN in rows without any reading
 */
export function channelsOutside(
  { values, channels, timestamps }: TimeSeriesFrame,
  { least, most }: ChannelRanges,
): Float32Array {
  const C = channels.length;
  return Float32Array.from(timestamps, (_, t) => {
    let [outside, known] = [0, 0];
    for (let c = 0; c < C; c++) {
      const value = values[t * C + c];
      if (Number.isNaN(value)) continue;
      known++;
      if (value < least[c] || value > most[c]) outside++;
    }
    return known === 0 ? NaN : outside;
  });
}
