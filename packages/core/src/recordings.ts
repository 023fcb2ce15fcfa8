/** The checks that every detector makes on the recordings it is fitted to. */
import { DataError } from './errors.js';
import type { TimeSeriesFrame } from './frame.js';
import { checkSameChannels } from './same-channels.js';

/**
 * Checks the recordings of a fit.
 *
 * @returns the channels they share
 * @throws DataError when there is no recording
 * @throws ShapeError when the channels differ, or their order does
 */
export function checkRecordings(
  recordings: readonly TimeSeriesFrame[],
  validation: readonly TimeSeriesFrame[] = [],
): readonly string[] {
  if (recordings.length === 0) throw new DataError('A fit needs at least one recording, got none.');
  const { channels } = recordings[0];
  for (const frame of recordings) checkSameChannels(frame.channels, channels, 'the training data');
  for (const frame of validation) {
    checkSameChannels(frame.channels, channels, 'the validation data');
  }
  return channels;
}
