/** Numbers and moments as text, the same in every form of the report. */
import { type Clock, formatDuration, formatTime } from '@anodec/core';

/** What stands where a figure cannot be known. */
export const UNKNOWN = '–';

/** A figure with a fixed number of decimals. */
export function figure(value: number | null | undefined, decimals = 3): string {
  return value === null || value === undefined ? UNKNOWN : value.toFixed(decimals);
}

/** A share as a whole percentage. */
export function percent(share: number | null): string {
  return share === null ? UNKNOWN : `${Math.round(100 * share)} %`;
}

/** A moment, in the words that the clock allows. */
export function moment(time: number, clock: Clock): string {
  if (clock === 'utc') return formatTime(time);
  if (clock === 'rows') return `row ${time}`;
  return time === 0 ? 'the start' : `after ${formatDuration(time)}`;
}

/** A length of time, or of rows where there is no clock. */
export function lapse(length: number | null, clock: Clock): string {
  if (length === null) return UNKNOWN;
  if (clock !== 'rows') return formatDuration(length);
  return count(Math.round(length), 'row', 'rows');
}

/** A number with the noun that belongs to it. */
export function count(n: number, one: string, many = `${one}s`): string {
  return `${n.toLocaleString('en-US')} ${n === 1 ? one : many}`;
}

/** Names as "A", "A and B", "A, B and C". */
export function listed(names: readonly string[]): string {
  if (names.length < 2) return names.join('');
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
