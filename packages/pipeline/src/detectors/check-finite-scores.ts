/** A check that scores of normal rows are numbers that thresholds can be learned from. */
import { DataError, formatTimestamp } from '@anodec/core';
import type { ScoredFrame } from '@anodec/eval';

/**
 * Missing scores are NaN and may be; an infinite one is of a reading that single precision cannot square.
 *
 * @param title of the detector
 * @param side of the recordings, for the message: "training rows"
 * @throws DataError that names the first infinite score, what it means and what to do
 */
export function checkFiniteScores(
  title: string,
  side: string,
  recordings: readonly ScoredFrame[],
): void {
  for (const { scores, frame } of recordings) {
    const values = scores.channels ?? scores.rows;
    const at = values.findIndex((value) => Math.abs(value) === Infinity);
    if (at < 0) continue;
    const C = values.length / frame.timestamps.length;
    const channel = scores.channels ? `${frame.channels[at % C]} at ` : '';
    const time = formatTimestamp(frame.timestamps[Math.floor(at / C)], frame.clock);
    throw new DataError(
      `The errors of ${side} must be finite numbers for thresholds to be set, got ${values[at]} of ${title} for ` +
        `${channel}${time}: the reading lies far out of the range that was trained on, or the weights have grown without ` +
        'bound. Correct the reading, set `clip` to cut such readings, or choose a smaller learningRate, and train anew.',
    );
  }
}
