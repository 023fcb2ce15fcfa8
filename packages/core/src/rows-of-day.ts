/** The rows of one day of a recording. */
import { DataError } from './errors.js';
import { frameLength, type TimeSeriesFrame } from './frame.js';
import type { Segment } from './segments.js';
import { DAY, formatTime } from './time.js';

/**
 * The rows of a day, in UTC.
 *
 * @param day such as 2015-12-28, or "all" for every row
 * @param source what the recording is called in the message
 * @throws DataError when there are none, with the days that there are
 */
export function rowsOfDay(frame: TimeSeriesFrame, day: string, source: string): Segment {
  if (day === 'all') return { start: 0, end: frameLength(frame) };
  const asked = Date.parse(`${day}T00:00Z`);
  // a day beyond the end of a month would be read as one of the next
  const midnight = frame.clock === 'utc' && formatTime(asked).startsWith(day) ? asked : NaN;
  const { timestamps } = frame;
  const start = timestamps.findIndex((time) => time >= midnight);
  const after = timestamps.findIndex((time) => time >= midnight + DAY);
  const end = after < 0 ? frameLength(frame) : after;
  if (start >= 0 && start < end) return { start, end };
  const days = [...new Set(Array.from(timestamps, (time) => formatTime(time).slice(0, 10)))];
  const known = frame.clock === 'utc' ? `rows on ${days.join(', ')}` : 'rows without dates';
  throw new DataError(`There must be rows on ${day} in ${source}, which has ${known}.`);
}
