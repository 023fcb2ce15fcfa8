/**
 * Detection of the dialect of a text table from its first lines.
 *
 * The rules are few, so that a wrong guess can be understood and overruled by an option. To add one: a
 * function here, a field of `CsvDialect` for what it decides, and one of `DialectHints` to overrule it.
 */
import { DataError } from '@anodec/core';
import { createCellWords, USUAL_MISSING } from '../cells/cell-words.js';
import { fieldNumber } from './field-number.js';
import { isNumberHeader } from './number-header.js';
import { type CsvRecord, RecordSplitter } from './record-splitter.js';

/** The dialect of a text table. */
export interface CsvDialect {
  /** One character; a blank stands for runs of blanks and tabs. */
  readonly delimiter: string;
  readonly decimal: '.' | ',';
  /** The line of the column names, counted from 1; 0 when there are none. */
  readonly headerRow: number;
  /** Whether the names are numbers, so that they may have been readings. */
  readonly numberHeader: boolean;
}

/** Options that overrule detection. */
export interface DialectHints {
  readonly delimiter?: string;
  readonly decimal?: '.' | ',';
  readonly header?: boolean;
  readonly headerRow?: number;
}

/** Lines that are inspected. */
const LINES = 100;
/** Rows that names of numbers are compared with. */
const NUMBER_HEADER_ROWS = 20;
// a semicolon before the comma, which may be the decimal sign in the fields between semicolons
const DELIMITERS = ['\t', ';', ','];

/** @param head the first lines of the file; `ended` when they are all there are */
export function detectDialect(
  source: string,
  head: { readonly text: string; readonly ended: boolean },
  hints: DialectHints,
): CsvDialect {
  const split = (delimiter: string): CsvRecord[] => {
    const splitter = new RecordSplitter(source, delimiter);
    const records = splitter.push(head.text);
    return [...records, ...(head.ended ? splitter.end() : [])].slice(0, LINES);
  };
  const delimiter = hints.delimiter ?? detectDelimiter(split);
  const records = split(delimiter);
  const decimal = hints.decimal ?? detectDecimal(records, delimiter);
  return { delimiter, decimal, ...detectHeader(records, decimal, hints) };
}

/** The first delimiter that gives most lines the same number of fields, more than one. */
function detectDelimiter(split: (delimiter: string) => CsvRecord[]): string {
  let best = ',';
  let bestShare = 0;
  for (const delimiter of DELIMITERS) {
    const share = shareOfUsualWidth(recordsOrNone(split, delimiter));
    if (share >= 0.9) return delimiter;
    if (share > bestShare) [best, bestShare] = [delimiter, share];
  }
  if (bestShare > 0) return best;
  // blanks part fields only where all of them are numbers, since text has blanks inside
  const blanked = recordsOrNone(split, ' ').slice(1);
  const numeric = blanked.every(({ fields }) => fields.every((f) => isNumeric(f, '.')));
  return blanked.length > 0 && numeric && shareOfUsualWidth(blanked) > 0 ? ' ' : ',';
}

/** The records with a delimiter on trial; none where quotation marks contradict it. */
function recordsOrNone(split: (delimiter: string) => CsvRecord[], delimiter: string): CsvRecord[] {
  try {
    return split(delimiter);
  } catch (error) {
    if (error instanceof DataError) return [];
    throw error;
  }
}

/** The share of the records that have the most frequent number of fields; 0 when that is one. */
function shareOfUsualWidth(records: readonly CsvRecord[]): number {
  const counts = new Map<number, number>();
  for (const { fields } of records) counts.set(fields.length, (counts.get(fields.length) ?? 0) + 1);
  let usual = 1;
  for (const [width, count] of counts) if (count > (counts.get(usual) ?? 0)) usual = width;
  return usual > 1 ? (counts.get(usual) ?? 0) / records.length : 0;
}

/** A comma where fields such as 2,47 occur and none such as 2.47. */
function detectDecimal(records: readonly CsvRecord[], delimiter: string): '.' | ',' {
  if (delimiter === ',') return '.';
  const fields = records.flatMap((record) => record.fields);
  const commas = fields.some((field) => /^\s*[+-]?\d*,\d+(e[+-]?\d+)?\s*$/i.test(field));
  const points = fields.some((field) => /^\s*[+-]?\d*\.\d+(e[+-]?\d+)?\s*$/i.test(field));
  return commas && !points ? ',' : '.';
}

/**
 * The first line holds names when none of its fields is a number, or when they are numbers that count
 * up; when it is mostly blank and the second line holds names too, it is the row of stages above them.
 */
function detectHeader(
  records: readonly CsvRecord[],
  decimal: '.' | ',',
  { header, headerRow }: DialectHints,
): Pick<CsvDialect, 'headerRow' | 'numberHeader'> {
  if (headerRow !== undefined) return { headerRow, numberHeader: false };
  if (header === false || records.length === 0) return { headerRow: 0, numberHeader: false };
  const [first, second] = records;
  const named = (record: CsvRecord): boolean =>
    record.fields.every((field) => field.trim() === '' || !isNumeric(field, decimal));
  if (header === undefined && !named(first)) {
    const below = records.slice(1, 1 + NUMBER_HEADER_ROWS).map(({ fields }) => fields);
    const numberHeader = isNumberHeader(first.fields, below);
    return { headerRow: numberHeader ? first.row : 0, numberHeader };
  }
  const stages = second && shareFilled(first) <= 0.5 && shareFilled(second) > 0.5 && named(second);
  return { headerRow: stages ? second.row : first.row, numberHeader: false };
}

function shareFilled({ fields }: CsvRecord): number {
  return fields.filter((field) => field.trim() !== '').length / fields.length;
}

const usual = createCellWords({}, USUAL_MISSING);

/** Whether a field can stand in a column of numbers. */
function isNumeric(field: string, decimal: '.' | ','): boolean {
  return usual.isMissing(field) || !Number.isNaN(fieldNumber(field, decimal));
}
