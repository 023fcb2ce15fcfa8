/**
 * The offset of a channel whose readings are so large, and its steps so small, that float32 with its 7
 * digits would round the steps away: a counter at 123,456,789 that rises by one becomes a staircase.
 */
import type { ColumnSurvey } from './survey.js';

/** A column in one table. */
export interface ColumnInTable {
  readonly column: ColumnSurvey;
  /** Whether the table is of normal operation. */
  readonly normal: boolean;
}

/** Share of the steps of a channel that may be rounded without notice: the noise of the last digits. */
export const UNNOTICED = 0.01;

/**
 * The number to subtract from the readings of a channel before they are rounded to float32, the same in
 * all tables; 0 for nearly every channel.
 *
 * It is not 0 only where both hold:
 * - More than 1 % of the steps from row to row, of all tables together, become wrong by more than half
 *   in float32. Steps, not the smallest step: one step in the noise of the last digits says nothing.
 * - Subtracting it makes the largest reading of all tables at most half as large, which is one more bit.
 *   A counter that starts at 0 gains nothing, nor does one with a lone 0 in it.
 *
 * @param tables the column in every table that has it
 * @returns the largest whole number that is not above the smallest reading of the normal tables, or of
 *   all tables where none is normal
 */
export function chooseOffset(tables: readonly ColumnInTable[]): number {
  const filled = tables.filter(({ column }) => column.kind === 'number' && column.readings > 0);
  if (!losesSteps(filled)) return 0;
  const normal = filled.filter((table) => table.normal);
  const learned = normal.length > 0 ? normal : filled;
  const offset = Math.floor(Math.min(...learned.map(({ column }) => column.smallest)));
  return 2 * reachFrom(offset, filled) <= reachFrom(0, filled) ? offset : 0;
}

function losesSteps(tables: readonly ColumnInTable[]): boolean {
  let [steps, rounded] = [0, 0];
  for (const { column } of tables) {
    steps += column.steps.rises + column.steps.falls;
    rounded += column.steps.rounded;
  }
  return rounded > UNNOTICED * steps;
}

/** The largest distance of a reading from an offset. */
function reachFrom(offset: number, tables: readonly ColumnInTable[]): number {
  const ends = tables.flatMap(({ column: { smallest, largest } }) => [smallest, largest]);
  return Math.max(...ends.map((end) => Math.abs(end - offset)));
}
