/**
 * Pearson's chi-square test of a table of counts: do its rows and columns depend on each other?
 *
 * Source: Pearson 1900, "On the criterion that a given system of deviations …", Philosophical Magazine 50; Yates 1934,
 * "Contingency Tables Involving Small Numbers and the χ² Test", for the correction.
 */
import { DataError } from '@anodec/core';
import { chiSquareTail } from './friedman.js';

/** What the test found. */
export interface ContingencyTest {
  readonly statistic: number;
  /** (rows − 1)(columns − 1) */
  readonly freedom: number;
  readonly p: number;
}

/**
 * Tests a table of counts.
 *
 * @param counts rows of counts
 * @param correction Yates's, of tables with two rows and two columns; default false
 * @throws DataError when the table has fewer than two rows or columns, rows of different lengths, a count that is none, or
 *   a row or column without any
 */
export function contingencyTest(
  counts: readonly (readonly number[])[],
  correction = false,
): ContingencyTest {
  checkCounts(counts);
  const rows = counts.map((row) => row.reduce((sum, count) => sum + count, 0));
  const columns = counts[0].map((_, c) => counts.reduce((sum, row) => sum + row[c], 0));
  const all = rows.reduce((sum, count) => sum + count, 0);
  const freedom = (rows.length - 1) * (columns.length - 1);
  let statistic = 0;
  for (const [r, row] of counts.entries()) {
    for (const [c, count] of row.entries()) {
      const expected = (rows[r] * columns[c]) / all;
      const apart = Math.abs(count - expected);
      // Yates takes half a count off, but never more than there is
      const less = correction && freedom === 1 ? Math.min(0.5, apart) : 0;
      statistic += (apart - less) ** 2 / expected;
    }
  }
  return { statistic, freedom, p: chiSquareTail(statistic, freedom) };
}

function checkCounts(counts: readonly (readonly number[])[]): void {
  const columns = counts[0]?.length ?? 0;
  const isWhole = counts.every(
    (row) => row.length === columns && row.every((count) => Number.isInteger(count) && count >= 0),
  );
  if (counts.length < 2 || columns < 2 || !isWhole) {
    throw new DataError(
      `A table of counts must have two rows and columns or more of whole numbers, got ${JSON.stringify(counts)}.`,
    );
  }
  const emptyRow = counts.findIndex(isEmpty);
  const emptyColumn = counts[0].findIndex((_, c) => isEmpty(counts.map((row) => row[c])));
  if (emptyRow < 0 && emptyColumn < 0) return;
  const place = emptyRow >= 0 ? `row ${emptyRow + 1}` : `column ${emptyColumn + 1}`;
  throw new DataError(`Each row and column must have a count above 0, got none in ${place}.`);
}

function isEmpty(line: readonly number[]): boolean {
  return line.every((count) => count === 0);
}
