/** The role of a column of numbers that is no sensor, by its name and its contents. */
import {
  counterIn,
  holdsDates,
  isClockName,
  isCounterName,
  isLabelColumn,
  isLabelName,
  isUnitIn,
  isUnitName,
  surveyNumbers,
} from '@anodec/data';
import type { Column } from './columns.js';

/** Labels, a counter of rows or cycles, a time beside the time column, or the unit of a row. */
export type ColumnRole = 'label' | 'counter' | 'clock' | 'unit';

/** First rows that are checked for counting where the name suggests nothing. */
const FIRST_ROWS = 20;

/**
 * The role of a column, as `prepare` would find it in this table alone; undefined of a sensor.
 *
 * @param values (T), in the order of the rows
 */
export function columnRole(name: string, values: Column): ColumnRole | undefined {
  const isSuggestive = [isLabelName, isCounterName, isClockName, isUnitName].some((is) => is(name));
  if (!isSuggestive && !countsAtFirst(values)) return undefined;
  const column = surveyNumbers(name, values);
  const survey = { source: name, rows: values.length, columns: [column], times: [] };
  if (column.readings === 0) return undefined;
  if (isLabelColumn(column)) return 'label';
  if (holdsDates(column)) return 'clock';
  if (isUnitIn(column, survey)) return 'unit';
  return counterIn({ name, tables: [{ survey, column }] }) === 'counter' ? 'counter' : undefined;
}

/** Whether the first rows rise one after the other: a cheap check before the whole column is surveyed. */
function countsAtFirst(values: Column): boolean {
  for (let t = 1; t < Math.min(values.length, FIRST_ROWS); t++) {
    if (!(values[t] > values[t - 1])) return false;
  }
  return values.length > 1;
}
