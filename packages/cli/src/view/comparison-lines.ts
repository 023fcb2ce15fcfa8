/** A comparison of two tables, for the terminal. */
import { formatCount, countOf, formatTimestamp } from '@anodec/core';
import { type ComparedTable, formatNumber, type TableComparison } from '@anodec/explore';
import type { TableHead } from '../explore/table-head.js';
import { textTable } from './text-table.js';

/** Columns of a head that are shown. */
const HEAD_COLUMNS = 6;

/**
 * First rows of each table, row counts and time range, columns, cells.
 *
 * @param range whether rows were chosen by dates
 */
export function comparisonLines(
  comparison: TableComparison,
  [a, b]: readonly [TableHead, TableHead],
  range: boolean,
): string[] {
  return [
    ...headLines('A', a),
    '',
    ...headLines('B', b),
    '',
    ...rowLines(comparison, range),
    '',
    ...schemaLines(comparison),
    '',
    ...cellLines(comparison),
  ];
}

function headLines(letter: string, { source, columns, rows }: TableHead): string[] {
  const more = columns.length - HEAD_COLUMNS;
  const shown = [columns, ...rows].map((cells) => cells.slice(0, HEAD_COLUMNS));
  const size = `${countOf(columns.length, 'column')}${more > 0 ? `, the first ${HEAD_COLUMNS} shown` : ''}`;
  return [
    `${letter}: ${source}, ${size}; first ${rows.length === 1 ? 'row' : `${rows.length} rows`}:`,
    ...textTable(shown).map((line) => `  ${line}`),
  ];
}

function rowLines({ a, b, clock, rowsInBoth }: TableComparison, range: boolean): string[] {
  const head = ['', 'table', 'rows', 'first', 'last', ...(range ? ['in range'] : []), 'only here'];
  const line = (letter: string, table: ComparedTable) => [
    letter,
    table.source,
    formatCount(table.rows),
    formatTimestamp(table.first, clock),
    formatTimestamp(table.last, clock),
    ...(range ? [formatCount(table.rowsInRange)] : []),
    formatCount(table.alone),
  ];
  const more = Math.abs(a.rows - b.rows);
  const longer = a.rows > b.rows ? 'A' : 'B';
  return [
    ...textTable([head, line('A', a), line('B', b)], range ? [2, 5, 6] : [2, 5]),
    more === 0
      ? 'Both tables have the same number of rows.'
      : `${longer} has ${formatCount(more)} more ${more === 1 ? 'row' : 'rows'}.`,
    `In both: ${countOf(rowsInBoth, 'row')}, matched by ${clock === 'rows' ? 'row number' : 'time'}.`,
  ];
}

function schemaLines({ schema }: TableComparison): string[] {
  const { comparable, onlyInA, onlyInB, respelled, otherKind, sameOrder } = schema;
  const same = onlyInA.length + onlyInB.length + otherKind.length === 0;
  return [
    same
      ? `Both tables have the same ${comparable.length} columns${sameOrder ? '' : ', in another order'}.`
      : `In both: ${countOf(comparable.length, 'column')}.`,
    ...(onlyInA.length > 0 ? [`  only in A: ${onlyInA.join(', ')}`] : []),
    ...(onlyInB.length > 0 ? [`  only in B: ${onlyInB.join(', ')}`] : []),
    ...otherKind.map(({ name, a, b }) => `  ${name} holds ${a}s in A, ${b}s in B`),
    ...(respelled.length > 0
      ? [
          `  same name but for blanks: ${respelled.map(([a, b]) => `"${a}" in A, "${b}" in B`).join('; ')}`,
        ]
      : []),
  ];
}

function cellLines({ different, cells, clock }: TableComparison): string[] {
  if (cells === 0) return ['No cells to compare.'];
  if (different.length === 0) return [`All ${formatCount(cells)} cells are equal.`];
  const total = different.reduce((sum, column) => sum + column.cells, 0);
  const head = ['column', 'cells', 'largest difference', 'first at', 'in A', 'in B'];
  const lines = different.map(({ name, cells: n, largest, first }) => [
    name,
    formatCount(n),
    formatNumber(largest),
    formatTimestamp(first.time, clock),
    showCell(first.a),
    showCell(first.b),
  ]);
  return [
    `${formatCount(total)} of ${formatCount(cells)} cells differ, in ${different.length === 1 ? '1 column' : `${different.length} columns`}:`,
    ...textTable([head, ...lines], [1, 2]).map((line) => `  ${line}`),
  ];
}

function showCell(cell: string | number): string {
  if (typeof cell === 'number') return Number.isNaN(cell) ? 'missing' : String(cell);
  return JSON.stringify(cell);
}
