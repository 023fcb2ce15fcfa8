/**
 * Rows of cells as lines with aligned columns, two blanks between them.
 *
 * @param figures columns whose cells stand right, as numbers do
 */
export function textTable(
  rows: readonly (readonly string[])[],
  figures: readonly number[] = [],
): string[] {
  const widths = (rows[0] ?? []).map((_, c) => Math.max(...rows.map((row) => row[c].length)));
  return rows.map((row) =>
    row
      .map((cell, c) => (figures.includes(c) ? cell.padStart(widths[c]) : cell.padEnd(widths[c])))
      .join('  ')
      .trimEnd(),
  );
}
