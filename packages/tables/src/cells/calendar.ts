/** The parts of a written date as a point in time: calendar, English month names, zones. All in UTC. */

/** The named groups of a pattern that a date was read with; absent ones are undefined. */
export interface DateParts {
  /** Four digits, or two: 69 and below mean 2069, 70 and above 1970, as in POSIX. */
  readonly year?: string;
  /** As a number, or `monthName` in its place. */
  readonly month?: string;
  /** English, in full or its first three letters. */
  readonly monthName?: string;
  readonly day?: string;
  readonly hour?: string;
  readonly minute?: string;
  readonly second?: string;
  /** Digits behind the point. */
  readonly fraction?: string;
  /** A or P of a clock of 12 hours. */
  readonly half?: string;
  /** Z, UTC, GMT, or an offset such as +08:00; none means UTC. */
  readonly zone?: string;
}

const MONTHS = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];

/**
 * Milliseconds since 1970 of the parts of a date; NaN for impossible dates and times, such as
 * 31 April, 25:00 or 13 PM. 24:00 is 00:00 of the next day.
 */
export function timeOfParts(parts: DateParts): number {
  const month = parts.monthName === undefined ? Number(parts.month) : monthOf(parts.monthName);
  const hour = hourOf(Number(parts.hour ?? 0), parts.half);
  const minute = Number(parts.minute ?? 0);
  const seconds = Number(`${parts.second ?? 0}.${parts.fraction ?? 0}`);
  return (
    utc(fullYear(parts.year ?? ''), month, Number(parts.day), hour, minute, seconds) -
    zoneOf(parts.zone)
  );
}

function fullYear(year: string): number {
  if (year.length !== 2) return Number(year);
  return Number(year) + (Number(year) < 70 ? 2000 : 1900);
}

function monthOf(name: string): number {
  const word = name.toLowerCase();
  const found = MONTHS.findIndex((month) => month === word || month.slice(0, 3) === word);
  return word === 'sept' ? 9 : found + 1; // 0 is no month
}

function hourOf(shown: number, half: string | undefined): number {
  if (half === undefined) return shown;
  if (shown < 1 || shown > 12) return NaN;
  return (shown % 12) + (half.toUpperCase() === 'P' ? 12 : 0);
}

/** Milliseconds that a zone such as +08:00 is ahead; none given means UTC. */
function zoneOf(zone: string | undefined): number {
  const digits = zone?.replace(/\D/g, '') ?? '';
  if (digits === '') return 0;
  const sign = zone?.startsWith('-') ? -1 : 1;
  return sign * (Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2))) * 60_000;
}

function utc(
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  seconds: number,
): number {
  const lastMoment = hour === 24 && minute === 0 && seconds === 0;
  if (!(hour <= 23 || lastMoment) || !(minute <= 59) || !(seconds < 60)) return NaN;
  const midnight = Date.UTC(year, month - 1, day);
  const date = new Date(midnight);
  // Date.UTC carries 31 April over to 1 May
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return NaN;
  if (date.getUTCFullYear() !== year) return NaN; // nor the year 50, for which it takes 1950
  return midnight + (hour * 60 + minute) * 60_000 + Math.round(seconds * 1e6) / 1e3;
}

/** Milliseconds since midnight of a text such as 10:44:53.5 or 1:10:10 PM; NaN for any other. */
export function parseTimeOfDay(text: string): number {
  const match = /^(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:[.,](\d+))?)?(?:\s*([AP])\.?M\.?)?$/i.exec(
    text.trim(),
  );
  if (!match) return NaN;
  const [minute, second] = [Number(match[2]), Number(match[3] ?? 0)];
  const hour = hourOf(Number(match[1]), match[5]);
  if (minute > 59 || second > 59 || !(hour <= 23)) return NaN;
  const seconds = hour * 3600 + minute * 60 + second + Number(`0.${match[4] ?? 0}`);
  return Math.round(seconds * 1e6) / 1e3;
}
