/** Reads a small text table cell by cell, for lists whose columns mix numbers and texts. */
import { openText } from './csv-text.js';
import { detectDialect } from './dialect.js';
import { RecordSplitter } from './record-splitter.js';

/**
 * The rows of a text table as texts, the row of the names among them; the rows above it and blank
 * lines keep their row numbers as empty rows.
 *
 * @returns row n of the file at index n - 1; an empty field is null
 * @throws DataError when the file cannot be read or a quotation mark is never closed
 */
export async function readCsvRows(path: string): Promise<(string | null)[][]> {
  const { source, pieces } = await openText(path);
  let text = '';
  for await (const piece of pieces) text += piece.text;
  const { delimiter } = detectDialect(source, { text, ended: true }, { header: true });
  const splitter = new RecordSplitter(source, delimiter);
  const rows: (string | null)[][] = [];
  for (const { row, fields } of [...splitter.push(text), ...splitter.end()]) {
    while (rows.length < row - 1) rows.push([]);
    rows.push(fields.map((field) => (field.trim() === '' ? null : field)));
  }
  return rows;
}
