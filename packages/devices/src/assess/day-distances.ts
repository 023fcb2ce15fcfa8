/** How far generated days lie from the real ones. */
import { DataError, mean } from '@anodec/core';
import { type DayTable, dayValues } from '../day-table.js';
import { normaliseDays, type MinMax } from '../prepare/min-max.js';

/** Euclidean distances of days. */
export interface DayDistances {
  readonly dates: readonly string[];
  /** (N), of days brought to 0 to 1 by the range given. */
  readonly distances: Float64Array;
  /** Mean over the days of each class; NaN for a class without a day. */
  readonly classMeans: readonly number[];
  readonly mean: number;
  readonly median: number;
}

/**
 * The distance of each real day from the generated day of the same date.
 *
 * @param range by which both are scaled; the original takes that of the real days
 * @param classes (N), class of each real day
 * @throws DataError when a real day has no generated one, or there is none
 */
export function dayDistances(
  real: DayTable,
  generated: DayTable,
  range: MinMax,
  classes: ArrayLike<number>,
): DayDistances {
  const [a, b] = [real, generated].map(({ values }) => ({ values: normaliseDays(values, range) }));
  if (real.dates.length === 0) throw new DataError('There must be a real day, got none.');
  const distances = Float64Array.from(real.dates, (date, n) => {
    const other = generated.dates.indexOf(date);
    if (other < 0) {
      throw new DataError(`There must be a generated day for each real one, got none for ${date}.`);
    }
    const made = dayValues(b, other);
    return Math.sqrt(dayValues(a, n).reduce((sum, value, i) => sum + (value - made[i]) ** 2, 0));
  });
  const count = Math.max(...Array.from(classes)) + 1;
  return {
    dates: real.dates,
    distances,
    classMeans: Array.from({ length: count }, (_, c) =>
      mean(distances.filter((__, n) => classes[n] === c)),
    ),
    mean: mean(distances),
    median: medianOf(distances),
  };
}

/** The distances as a table: a line for each date, then `class_<k>_avg`, `avg` and `mdn`. */
export function distancesCsv(result: DayDistances): string {
  const { dates, distances, classMeans } = result;
  const rows = [
    ...dates.map((date, n) => [date, distances[n]]),
    ...classMeans.map((value, k) => [`class_${k}_avg`, Number.isNaN(value) ? '' : value]),
    ['avg', result.mean],
    ['mdn', result.median],
  ];
  return rows.map((row) => `${row.join(',')}\n`).join('');
}

function medianOf(values: Float64Array): number {
  const sorted = values.toSorted();
  const middle = (sorted.length - 1) / 2;
  return (sorted[Math.floor(middle)] + sorted[Math.ceil(middle)]) / 2;
}
