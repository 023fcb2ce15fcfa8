/**
 * Distinguishes column names that are numbers, as `DataFrame.to_csv` writes those of a frame without names,
 * from a first row of readings.
 */
import { TIME_READERS } from '../cells/timestamps.js';

/**
 * Whether the first row holds names such as 0, 1, 2: whole numbers that count up, with or without a
 * name of another kind (or none) before them, above rows that do not count like this. Where they do
 * not count by one, or are few, the rows below must hold fractions.
 *
 * @param first fields of the first row
 * @param below fields of the next rows
 */
export function isNumberHeader(
  first: readonly string[],
  below: readonly (readonly string[])[],
): boolean {
  const indexed = isIndexName(first[0] ?? '', below);
  const from = indexed ? 1 : 0;
  const names = first.slice(from).map((field) => field.trim());
  if (!names.some(Boolean) || !countsUp(names)) return false;
  // also where there are no rows below
  if (below.every((fields) => countsUp(trimmed(fields.slice(from)), 1))) {
    return false;
  }
  const byOne = countsUp(names, 1);
  if (indexed && byOne) return true;
  const fractions = names.filter((_, c) =>
    below.some((fields) => /\d[.,]\d|\d[eE]-?\d/.test(fields[from + c] ?? '')),
  ).length;
  if (!byOne) return fractions * 2 > names.length;
  return Number(names[0]) <= 1 && (fractions > 0 || names.length > 2);
}

/** Whether texts are whole numbers, each larger than the one before, by `step` where it is given. */
function countsUp(texts: readonly string[], step?: number): boolean {
  return texts.every((text, k) => {
    if (!/^\d{1,9}$/.test(text)) return false;
    if (k === 0) return true;
    const distance = Number(text) - Number(texts[k - 1]);
    return step === undefined ? distance > 0 : distance === step;
  });
}

/** A blank, or a word that is no date, above numbers or dates. */
function isIndexName(name: string, below: readonly (readonly string[])[]): boolean {
  if (name.trim() === '') return true;
  if (isValue(name)) return false;
  return below.length > 0 && below.every((fields) => isValue(fields[0] ?? ''));
}

function isValue(field: string): boolean {
  const text = field.trim();
  if (text === '') return false;
  return !Number.isNaN(Number(text)) || TIME_READERS.some((parse) => !Number.isNaN(parse(text)));
}

function trimmed(fields: readonly string[]): readonly string[] {
  return fields.map((field) => field.trim());
}
