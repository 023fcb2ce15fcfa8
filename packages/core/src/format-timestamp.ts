/** Times of rows as text. */
import { type Clock, formatDuration, formatTime } from './time.js';

/**
 * A time as text, as its clock allows: `2015-12-28 10:29:14`, a duration since the recording began, or
 * a row number.
 *
 * @param time in the unit of the clock
 */
export function formatTimestamp(time: number, clock: Clock): string {
  if (clock === 'utc') return formatTime(time);
  return clock === 'elapsed' ? formatDuration(time) : `row ${time}`;
}
