/** Classes of days: every type of day, Monday to Sunday and holiday, has one. */
import { ConfigError, DAY_TYPES, dayTypeOf } from '@anodec/core';
import { dayStart } from '../day-table.js';

/** (8), the class of each of `DAY_TYPES`; classes are 0, 1, … in the order of their first type. */
export type DayClasses = readonly number[];

/** The number of classes. */
export function classCount(classes: DayClasses): number {
  return Math.max(...classes) + 1;
}

/** The type of each day, indices into `DAY_TYPES`. @param dates `YY.MM.DD` */
export function dayTypes(dates: readonly string[]): Uint8Array {
  return Uint8Array.from(dates, (date) => dayTypeOf(dayStart(date)));
}

/** The class of each day. @param dates `YY.MM.DD` */
export function classesOfDays(dates: readonly string[], classes: DayClasses): Uint8Array {
  return dayTypes(dates).map((type) => classes[type]);
}

/** All types in one class. */
export const ONE_CLASS: DayClasses = DAY_TYPES.map(() => 0);

/** Groups of any numbers as classes 0, 1, … in the order of their first type. @param groups (8) */
export function numberClasses(groups: readonly number[]): DayClasses {
  if (groups.length !== DAY_TYPES.length) {
    throw new ConfigError(
      `There must be a group for each of 8 types of days, got ${groups.length}.`,
    );
  }
  const order = [...new Set(groups)];
  return groups.map((group) => order.indexOf(group));
}
