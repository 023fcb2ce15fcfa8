/** Types of days by which people live alike: Monday to Sunday, and public holidays whatever their weekday. */
import { isJapaneseHoliday } from './japanese-holidays.js';

/** The types, in the order of their numbers 0 to 7. */
export const DAY_TYPES = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
  'holiday',
] as const;

/** Name of a type of day. */
export type DayType = (typeof DAY_TYPES)[number];

/**
 * The type of a day by the Japanese calendar.
 *
 * @param day any time of the day, milliseconds since 1970 UTC
 * @returns index into `DAY_TYPES`
 */
export function dayTypeOf(day: number): number {
  return isJapaneseHoliday(day)
    ? DAY_TYPES.indexOf('holiday')
    : (new Date(day).getUTCDay() + 6) % 7;
}
