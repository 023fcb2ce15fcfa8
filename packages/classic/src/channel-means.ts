/** Means of channels over recordings with missing readings. */
import { DataError, type TimeSeriesFrame } from '@anodec/core';

/**
 * Means of each channel over all readings of all recordings.
 *
 * @returns (C)
 * @throws DataError when a channel has no reading at all
 */
export function channelMeans(recordings: readonly TimeSeriesFrame[]): Float32Array {
  const { channels } = recordings[0];
  const C = channels.length;
  const sums = new Float64Array(C);
  const counts = new Float64Array(C);
  for (const { values } of recordings) {
    for (let i = 0, c = 0; i < values.length; i++, c = c + 1 === C ? 0 : c + 1) {
      if (Number.isNaN(values[i])) continue;
      sums[c] += values[i];
      counts[c]++;
    }
  }
  const empty = counts.indexOf(0);
  if (empty < 0) return Float32Array.from(sums, (sum, c) => sum / counts[c]);
  throw new DataError(
    `${channels[empty]} must have readings to learn from, got none. Exclude the channel.`,
  );
}
