/** Tables of text for a terminal. */

/**
 * Rows of cells as lines with aligned columns, two blanks between them.
 *
 * @param numeric columns that are aligned right, as numbers are
 */
export function textTable(
  rows: readonly (readonly string[])[],
  numeric: readonly number[] = [],
): string[] {
  const widths = (rows[0] ?? []).map((_, c) => Math.max(...rows.map((row) => row[c].length)));
  return rows.map((row) =>
    row
      .map((cell, c) => (numeric.includes(c) ? cell.padStart(widths[c]) : cell.padEnd(widths[c])))
      .join('  ')
      .trimEnd(),
  );
}
