/** Numbers and times as text, the same in every form of the report. */
import { type Clock, formatDuration, formatCount as formatInteger, formatTime } from '@anodec/core';

export { formatInteger };

/** Stands where a value is not known or not defined. */
export const UNKNOWN = '–';

/** A number with a fixed number of decimals. */
export function formatNumber(value: number | null | undefined, decimals = 3): string {
  return value === null || value === undefined ? UNKNOWN : value.toFixed(decimals);
}

/** A share as a whole percentage. */
export function formatShare(share: number | null | undefined): string {
  return share === null || share === undefined ? UNKNOWN : `${Math.round(100 * share)} %`;
}

/** A point in time, as precisely as the clock knows it. */
export function formatTimestamp(time: number, clock: Clock): string {
  if (clock === 'utc') return formatTime(time);
  if (clock === 'rows') return `row ${time}`;
  return time === 0 ? 'the start' : `after ${formatDuration(time)}`;
}

/** A length of time, or of rows where there is no clock. */
export function formatLength(length: number | null | undefined, clock: Clock): string {
  if (length === null || length === undefined) return UNKNOWN;
  if (clock !== 'rows') return formatDuration(length);
  return formatCount(Math.round(length), 'row');
}

/** A count with its noun. */
export function formatCount(n: number, one: string, many = `${one}s`): string {
  return `${formatInteger(n)} ${n === 1 ? one : many}`;
}

/** Names as "A", "A and B", "A, B and C". */
export function formatList(names: readonly string[]): string {
  if (names.length < 2) return names.join('');
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
