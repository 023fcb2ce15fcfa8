/** The days that a network can learn from: the appliance was used, and no value is far out. */
import { mean, standardDeviation } from '@anodec/core';
import { type DayTable, dayValues, selectDays } from '../day-table.js';

/** Power up to which an appliance is off. */
const OFF = 1;

/** Deviations above the mean from which a value is far out. */
const FAR_OUT = 4;

/** Days below which nothing can be learned. */
export const MIN_DAYS = 30;

/** What was kept, and what was not. */
export interface UsableDays {
  readonly table: DayTable;
  /** Dates of days on which no value is above 1. */
  readonly unused: readonly string[];
  /** Dates of days with a value above `limit`. */
  readonly outliers: readonly string[];
  /** Mean and four deviations over all values of all days, unused ones included. */
  readonly limit: number;
  /** Whether there are at least 30 days. */
  readonly isEnough: boolean;
}

/** Whether an appliance was used: some value is above 1. @param day (120), in units of the payload */
export function isUsed(day: Float32Array): boolean {
  return day.some((value) => value > OFF);
}

/** Leaves out unused days, and days with a value above mean + 4 deviations of all values. */
export function usableDays(table: DayTable): UsableDays {
  const { dates, values } = table;
  const limit = values.length === 0 ? NaN : mean(values) + FAR_OUT * standardDeviation(values);
  const days = dates.map((_, n) => n);
  const used = days.filter((n) => isUsed(dayValues(table, n)));
  const kept = used.filter((n) => !dayValues(table, n).some((value) => value > limit));
  const datesWithout = (others: readonly number[], of: readonly number[]): string[] =>
    of.filter((n) => !others.includes(n)).map((n) => dates[n]);
  return {
    table: selectDays(table, kept),
    unused: datesWithout(used, days),
    outliers: datesWithout(kept, used),
    limit,
    isEnough: kept.length >= MIN_DAYS,
  };
}
