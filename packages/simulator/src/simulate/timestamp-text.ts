/** Points in time as exported by the historian of the plant. */

/** Writes times of one recording; times of the same hour share most of their text. */
export type TimestampWriter = (milliseconds: number) => string;

/**
 * Writes ` 28/12/2015 1:10:10 PM`: a blank first, then the day, and a 12-hour clock.
 *
 * @param padHour whether hours have two digits: the exports did not agree on it
 */
export function createTimestampWriter(padHour: boolean): TimestampWriter {
  let hour = NaN;
  let before = '';
  let after = '';
  return (milliseconds) => {
    const seconds = Math.floor(milliseconds / 1000);
    const now = Math.floor(seconds / 3600);
    if (now !== hour) {
      hour = now;
      const date = new Date(now * 3_600_000);
      const clock = String(date.getUTCHours() % 12 || 12).padStart(padHour ? 2 : 1, '0');
      const day = `${date.getUTCDate()}/${date.getUTCMonth() + 1}/${date.getUTCFullYear()}`;
      before = ` ${day} ${clock}:`;
      after = date.getUTCHours() < 12 ? ' AM' : ' PM';
    }
    const rest = seconds - now * 3600;
    return before + twoDigits[Math.floor(rest / 60)] + ':' + twoDigits[rest % 60] + after;
  };
}

const twoDigits = Array.from({ length: 60 }, (_, i) => String(i).padStart(2, '0'));
