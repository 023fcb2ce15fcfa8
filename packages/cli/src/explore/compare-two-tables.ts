/** `anodec data compare`: where two tables differ. */
import { withProgress } from '@anodec/core';
import { compareTables } from '@anodec/explore';
import type { Context } from '../context.js';
import { comparisonLines } from '../view/comparison-lines.js';
import { type FoundTable, type TableSettings, withTable } from './tables.js';
import { readHead, type TableHead } from './table-head.js';

/** Rows of each table that are shown. */
const HEAD_ROWS = 3;

/** Which rows are compared, and how. */
export interface ComparisonSettings extends TableSettings {
  readonly from?: string;
  readonly to?: string;
  readonly tolerance: number;
}

/**
 * Prints the first rows of two tables and where the tables differ.
 *
 * @throws DataError when a table is missing or cannot be read
 */
export async function compareTwoTables(
  [first, second]: readonly [string, string],
  { from, to, tolerance, ...settings }: ComparisonSettings,
  context: Context,
): Promise<void> {
  const { headerRow: _row, sheet: _sheet, ...reading } = settings.reading;
  await withTable(first, settings, context, (a) =>
    withTable(second, settings, context, async (b) => {
      const { progress, signal, print } = context;
      const heads: readonly [TableHead, TableHead] = [await headOf(a), await headOf(b)];
      const task = { label: `Comparing ${first} with ${second}`, total: 0, unit: 'rows' };
      const comparison = await withProgress(progress, task, async (onRows) => {
        const options = { reading, from, to, tolerance, signal, onRows };
        return compareTables(await a.reader(), await b.reader(), options);
      });
      const range = from !== undefined || to !== undefined;
      for (const line of comparisonLines(comparison, heads, range)) print(line);
    }),
  );
}

async function headOf(table: FoundTable): Promise<TableHead> {
  return readHead(await table.reader(), HEAD_ROWS);
}
