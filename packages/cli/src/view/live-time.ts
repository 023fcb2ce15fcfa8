/** Times of a live scoring on a terminal. */
import type { LiveTime } from '@anodec/runs';

/** ISO 8601 as people read it, seconds since the recording began, or a row number. */
export function timeText(time: LiveTime): string {
  if (typeof time === 'number') return String(time);
  return time.replace('T', ' ').replace(/(\.000)?Z$/, '');
}
