/** Reads text tables line by line, where the rest of the table is not there yet. */
import { DataError } from '@anodec/core';
import { createCellWords, USUAL_MISSING } from '../cells/cell-words.js';
import { checkNames } from '../column-names.js';
import type { CsvOptions } from './csv-reader.js';
import { detectDialect } from './dialect.js';
import { fieldFlag, fieldNumber } from './field-number.js';
import { RecordSplitter } from './record-splitter.js';

/** How to read the cells of rows that come one by one. */
export interface CellReader {
  /** The number in a cell: NaN where it is missing, undefined where it is neither. */
  number(cell: string): number | undefined;
}

/** The columns of lines, and how to read their fields. */
export interface LineReader extends CellReader {
  /** Without the blanks around them. */
  readonly names: readonly string[];
  /** The fields of a line. @throws DataError when there are more or fewer than names */
  fields(line: string, row: number): readonly string[];
}

/** Reads cells with the words of a table: True and False are 1 and 0. */
export function createCellReader(
  options: Pick<CsvOptions, 'missingWords' | 'wordValues'> = {},
  decimal: '.' | ',' = '.',
): CellReader {
  const words = createCellWords(options, USUAL_MISSING);
  return {
    number(cell) {
      const value = fieldNumber(cell, decimal);
      if (!Number.isNaN(value)) return words.missingNumbers.has(value) ? NaN : value;
      if (words.isMissing(cell)) return NaN;
      const known = words.valueOf(cell);
      const flag = Number.isNaN(known) ? fieldFlag(cell) : known;
      return Number.isNaN(flag) ? undefined : flag;
    },
  };
}

/**
 * The reader of lines below a header.
 *
 * @param source name for messages
 * @param header the line with the names of the columns
 * @param first the line below it, from which separator and decimal sign are detected unless given
 * @throws DataError when the header holds no names
 */
export function createLineReader(
  source: string,
  header: string,
  first: string,
  options: CsvOptions = {},
): LineReader {
  const head = { text: `${header}\n${first}\n`, ended: true };
  const { delimiter, decimal, headerRow } = detectDialect(source, head, options);
  if (headerRow === 0) {
    throw new DataError(
      `The first line of ${source} must hold the names of the columns, got "${header.slice(0, 60)}". ` +
        'Name them with `columns`.',
    );
  }
  const split = (line: string): readonly string[] => {
    if (delimiter !== ' ' && !line.includes('"')) return line.split(delimiter);
    const splitter = new RecordSplitter(source, delimiter);
    const [record] = [...splitter.push(line), ...splitter.end()];
    return record?.fields ?? [];
  };
  const names = checkNames(split(header), `The first line of ${source}`).map((name) => name.trim());
  return {
    ...createCellReader(options, decimal),
    names,
    fields(line, row) {
      const fields = split(line);
      if (fields.length === names.length) return fields;
      throw new DataError(
        `Row ${row} of ${source} must have ${names.length} fields, got ${fields.length}.`,
      );
    },
  };
}
