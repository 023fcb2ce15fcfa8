/** What every detector asks of a recording. */
import { DataError, ShapeError, type TimeSeriesFrame } from '@anodec/core';

/**
 * Checks the recordings of a fit.
 *
 * @returns the channels they share
 * @throws DataError when there is none
 * @throws ShapeError when they have different channels
 */
export function checkRecordings(
  recordings: readonly TimeSeriesFrame[],
  validation: readonly TimeSeriesFrame[] = [],
): readonly string[] {
  if (recordings.length === 0) throw new DataError('A fit needs at least one recording, got none.');
  const { channels } = recordings[0];
  for (const frame of recordings) checkFrame(frame, channels, 'the training data');
  for (const frame of validation) checkFrame(frame, channels, 'the validation data');
  return channels;
}

/**
 * Checks a frame before it is used.
 *
 * @throws ShapeError when the channels are others, or in another order
 */
export function checkFrame(
  frame: TimeSeriesFrame,
  channels: readonly string[],
  what = 'the frame',
): void {
  const same =
    frame.channels.length === channels.length && channels.every((c, i) => c === frame.channels[i]);
  if (same) return;
  throw new ShapeError(
    `The channels of ${what} must be the ones learned from (${channels.join(', ')}), got ` +
      `${frame.channels.join(', ')}. Choose and order them with selectChannels.`,
  );
}
