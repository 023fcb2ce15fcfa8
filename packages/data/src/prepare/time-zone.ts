/** Local times of a zone in UTC, with the hours that clocks skip or repeat. */
import { ConfigError, DataError, formatTime } from '@anodec/core';

/** Offsets change at most this often, in milliseconds: every change is on a quarter of an hour. */
const STEP = 900_000;
const DAY = 86_400_000;

/** Converts local times into UTC, both in milliseconds since 1970. */
export interface TimeZone {
  readonly name: string;
  /**
   * @param local the time that a local clock shows
   * @param after the time of the row before in UTC; selects one of two hours where clocks were set back
   * @param place the row, for messages
   * @throws DataError at a time that the clock skips
   */
  utcOf(local: number, after: number, place: () => string): number;
}

/** The conversion of a zone. @throws ConfigError when there is no such zone */
export function createTimeZone(name: string): TimeZone {
  const offsetAt = offsets(name);
  return {
    name,
    utcOf(local, after, place) {
      // before and after a change near by, at most one of them holds at other times
      const early = local - offsetAt(local - DAY);
      const late = local - offsetAt(local + DAY);
      const moments = [Math.min(early, late), Math.max(early, late)].filter(
        (time) => time + offsetAt(time) === local,
      );
      const [first, second] = moments;
      if (first === undefined) {
        throw new DataError(
          `A local time must be one that clocks in ${name} show, got ${formatTime(local)} in ` +
            `${place()}, which they skip. Correct the cell or name another \`timeZone\`.`,
        );
      }
      return second !== undefined && first <= after ? second : first;
    },
  };
}

/** Offset of the zone from UTC at a time, in milliseconds, cached by quarters of an hour. */
function offsets(name: string): (time: number) => number {
  const show = formatFor(name);
  const known = new Map<number, number>();
  return (time) => {
    const quarter = Math.floor(time / STEP);
    const found = known.get(quarter);
    if (found !== undefined) return found;
    const parts = Object.fromEntries(
      show.formatToParts(quarter * STEP).map(({ type, value }) => [type, Number(value)]),
    );
    const { year, month, day, hour, minute, second } = parts;
    const offset = Date.UTC(year, month - 1, day, hour, minute, second) - quarter * STEP;
    known.set(quarter, offset);
    return offset;
  };
}

function formatFor(name: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat('en-u-ca-gregory', {
      timeZone: name,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch (error) {
    throw new ConfigError(
      `The time zone must be one that the system knows, such as Asia/Singapore, got "${name}".`,
      { cause: error },
    );
  }
}
