/** Two tables side by side, for the terminal. */
import { formatCount, formatTimestamp } from '@anodec/core';
import { type ComparedTable, formatNumber, type TableComparison } from '@anodec/explore';
import { textTable } from './text-table.js';

/** Schema, rows, cells. @param range whether rows were chosen by dates */
export function comparisonLines(comparison: TableComparison, range: boolean): string[] {
  return [
    ...rowLines(comparison, range),
    '',
    ...schemaLines(comparison),
    '',
    ...cellLines(comparison),
  ];
}

function rowLines({ a, b, clock, rowsInBoth }: TableComparison, range: boolean): string[] {
  const head = ['', 'table', 'rows', 'first', 'last', ...(range ? ['in range'] : []), 'alone'];
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
    more === 0 ? 'Both have as many rows.' : `${longer} has ${formatCount(more)} rows more.`,
    `${formatCount(rowsInBoth)} rows are in both${clock === 'rows' ? ', by number' : ', by time'}.`,
  ];
}

function schemaLines({ schema }: TableComparison): string[] {
  const { comparable, onlyInA, onlyInB, respelled, otherKind, sameOrder } = schema;
  const same = onlyInA.length + onlyInB.length + otherKind.length === 0;
  return [
    same
      ? `The same ${comparable.length} columns${sameOrder ? '' : ', in another order'}.`
      : `${comparable.length} columns in both.`,
    ...(onlyInA.length > 0 ? [`  only in A: ${onlyInA.join(', ')}`] : []),
    ...(onlyInB.length > 0 ? [`  only in B: ${onlyInB.join(', ')}`] : []),
    ...otherKind.map(({ name, a, b }) => `  ${name} holds ${a}s in A, ${b}s in B`),
    ...(respelled.length > 0
      ? [`  other blanks: ${respelled.map(([a, b]) => `"${a}" in A, "${b}" in B`).join('; ')}`]
      : []),
  ];
}

function cellLines({ different, cells, clock }: TableComparison): string[] {
  if (cells === 0) return ['No cells to compare.'];
  if (different.length === 0) return [`All ${formatCount(cells)} cells are equal.`];
  const total = different.reduce((sum, column) => sum + column.cells, 0);
  const head = ['column', 'cells', 'largest', 'first at', 'in A', 'in B'];
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
