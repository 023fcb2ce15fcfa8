/**
 * Public holidays of Japan, 2000 to 2099, from the rules of the law: fixed days, Mondays, equinoxes, moved days of
 * single years, days between two holidays, and substitutes of those on a Sunday.
 *
 * Source: Act on National Holidays (Act No. 178 of 1948) as amended up to 2020; acts of 2017 and 2018 on the
 * accession, and of 2018 and 2020 on the Olympic Games; equinoxes by the approximation of the Hydrographic
 * Department of Japan, which holds for 1980 to 2099.
 */
import { DAY } from './time.js';

const YEARS = [2000, 2099] as const;
const holidaysOfYear = new Map<number, ReadonlySet<number>>();

/**
 * Whether a day is a public holiday of Japan, substitutes included.
 *
 * @param day any time of the day, milliseconds since 1970 UTC
 * @returns false outside the years 2000 to 2099, for which the rules are not known here
 */
export function isJapaneseHoliday(day: number): boolean {
  const start = Math.floor(day / DAY) * DAY;
  const year = new Date(start).getUTCFullYear();
  if (!(year >= YEARS[0] && year <= YEARS[1])) return false;
  let holidays = holidaysOfYear.get(year);
  if (!holidays) holidaysOfYear.set(year, (holidays = findHolidays(year)));
  return holidays.has(start);
}

/** Starts of the holidays of a year. */
function findHolidays(year: number): Set<number> {
  const named = new Set(namedHolidays(year).map(([month, day]) => Date.UTC(year, month - 1, day)));
  const between = [...named]
    .map((day) => day + DAY)
    .filter((day) => !named.has(day) && named.has(day + DAY) && weekdayOf(day) !== 0);
  const substitutes = [...named]
    .filter((day) => weekdayOf(day) === 0)
    .map((day) => substituteOf(day, named, year));
  return new Set([...named, ...between, ...substitutes]);
}

/** The day off for a holiday on a Sunday: since 2007 the next day that is no holiday, until then the Monday. */
function substituteOf(sunday: number, named: ReadonlySet<number>, year: number): number {
  let day = sunday + DAY;
  if (year < 2007) return day;
  while (named.has(day)) day += DAY;
  return day;
}

/** Month and day of the holidays that the law names. */
function namedHolidays(year: number): (readonly [number, number])[] {
  return [
    [1, 1],
    [1, monday(year, 1, 2)],
    [2, 11],
    ...(year >= 2020 ? [[2, 23] as const] : []),
    [3, equinox(year, 20.8431)],
    [4, 29],
    [5, 3],
    ...(year >= 2007 ? [[5, 4] as const] : []),
    [5, 5],
    ...(year === 2019
      ? ([
          [5, 1],
          [10, 22],
        ] as const)
      : []),
    ...summerHolidays(year),
    [9, year >= 2003 ? monday(year, 9, 3) : 15],
    [9, equinox(year, 23.2488)],
    [11, 3],
    [11, 23],
    ...(year <= 2018 ? [[12, 23] as const] : []),
  ];
}

/** Marine Day, Mountain Day and Sports Day, which the Olympic Games moved. */
function summerHolidays(year: number): (readonly [number, number])[] {
  if (year === 2020)
    return [
      [7, 23],
      [7, 24],
      [8, 10],
    ];
  if (year === 2021)
    return [
      [7, 22],
      [7, 23],
      [8, 8],
    ];
  return [
    [7, year >= 2003 ? monday(year, 7, 3) : 20],
    ...(year >= 2016 ? [[8, 11] as const] : []),
    [10, monday(year, 10, 2)],
  ];
}

/** The day of the n-th Monday of a month. */
function monday(year: number, month: number, n: number): number {
  const first = weekdayOf(Date.UTC(year, month - 1, 1));
  return 1 + ((8 - first) % 7) + 7 * (n - 1);
}

/** The day of an equinox. @param base of the approximation, in days of the month in 1980 */
function equinox(year: number, base: number): number {
  const years = year - 1980;
  return Math.floor(base + 0.242194 * years) - Math.floor(years / 4);
}

/** 0 for Sunday to 6 for Saturday. */
function weekdayOf(day: number): number {
  return new Date(day).getUTCDay();
}
