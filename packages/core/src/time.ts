/**
 * Durations and points in time as text. Inside, both are numbers of milliseconds; times are UTC,
 * because recordings carry no zone and local time would make results depend on the machine.
 */
import { ConfigError } from './errors.js';

/**
 * What the numbers of a time line are: `utc` milliseconds since 1970, `elapsed` milliseconds since
 * the recording began (a period is known, a date is not), `rows` row numbers (no time is known).
 */
export type Clock = 'utc' | 'elapsed' | 'rows';

const UNITS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  sec: 1000,
  min: 60_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** Milliseconds in a day, the unit that rates such as false alarms are given in. */
export const DAY = 86_400_000;

/**
 * Reads a duration such as `10s`, `5min`, `1.5h` or `2d`.
 *
 * @returns milliseconds, above zero
 * @throws ConfigError when the text is not a duration
 */
export function parseDuration(text: string): number {
  const match = /^\s*(\d+(?:\.\d+)?)\s*([a-z]+)\s*$/i.exec(text);
  const unit = match ? UNITS[match[2].toLowerCase()] : undefined;
  const value = match && unit ? Number(match[1]) * unit : 0;
  if (value > 0) return value;
  throw new ConfigError(
    `A duration must be a number above zero with a unit (ms, s, min, h, d) such as 10s, got "${text}".`,
  );
}

/** Whether a text is a duration that `parseDuration` reads. */
export function isDuration(text: string): boolean {
  try {
    return parseDuration(text) > 0;
  } catch {
    return false;
  }
}

/**
 * A duration in the two largest units that fit, such as `1 h 12 min` or `4.2 s`; below a tenth of a
 * second with three significant digits, such as `0.05 ms`.
 */
export function formatDuration(milliseconds: number): string {
  if (!Number.isFinite(milliseconds)) return 'unknown';
  if (milliseconds > 0 && milliseconds < 100) return `${Number(milliseconds.toPrecision(3))} ms`;
  const seconds = milliseconds / 1000;
  if (seconds < 10) return `${Number(seconds.toFixed(1))} s`;
  if (seconds < 60) return `${Math.floor(seconds)} s`;
  const pairs = [
    ['d', 86_400, 'h', 3600],
    ['h', 3600, 'min', 60],
    ['min', 60, 's', 1],
  ] as const;
  for (const [large, largeSize, small, smallSize] of pairs) {
    if (seconds < largeSize) continue;
    const whole = Math.floor(seconds / largeSize);
    const rest = Math.floor((seconds - whole * largeSize) / smallSize);
    return rest > 0 ? `${whole} ${large} ${rest} ${small}` : `${whole} ${large}`;
  }
  return `${seconds} s`;
}

/** A point in time, milliseconds since 1970 UTC, as text: `2015-12-28 10:29:14`. */
export function formatTime(milliseconds: number): string {
  if (!Number.isFinite(milliseconds)) return 'unknown';
  return new Date(milliseconds).toISOString().slice(0, 19).replace('T', ' ');
}
