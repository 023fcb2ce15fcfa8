/** Reads a text table, comma separated or otherwise, in memory that does not grow with its rows. */
import { ConfigError, checkStopped, DataError, type Progress, silentProgress } from '@anodec/core';
import { ChunkBuffer } from '../chunk-buffer.js';
import { checkNames } from '../column-names.js';
import {
  type CellWords,
  createCellWords,
  USUAL_MISSING,
  type WordOptions,
} from '../cells/cell-words.js';
import type { TableChunk, TableColumn, TableReader } from '../table.js';
import { countUnitsRows, sortOfText, unitsNote } from '../units-rows.js';
import { openText, type TextPiece, type TextSource } from './csv-text.js';
import { type CsvDialect, detectDialect } from './dialect.js';
import { fieldFlag, fieldNumber } from './field-number.js';
import { type CsvRecord, MAX_RECORD, RecordSplitter } from './record-splitter.js';

/** Options of reading a text table; those not given are detected from its first lines. */
export interface CsvOptions extends WordOptions {
  /** Separator of the fields, one character; a blank stands for any run of blanks and tabs. */
  readonly delimiter?: string;
  /** Decimal sign. */
  readonly decimal?: '.' | ',';
  /** Whether there are column names; otherwise they are c1, c2, ... */
  readonly header?: boolean;
  /** The line of the column names, counted from 1; lines above it are skipped. */
  readonly headerRow?: number;
  /** Rows below the names to skip; by default those that hold units. */
  readonly skipRows?: number;
  readonly signal?: AbortSignal;
  readonly progress?: Progress;
}

/** Characters that the dialect is detected from. */
const HEAD = 1 << 16;
/** Rows that decide what their columns hold. */
const SAMPLE_ROWS = 1000;

/**
 * Opens a text table. Blank lines are skipped; row numbers are line numbers.
 *
 * A column holds numbers when most of its first 1,000 fields do, or all are True and False, which are 1
 * and 0. There, empty fields and the usual words for it (NaN, N/A, null, …) are missing, and any other
 * text is refused. Text keeps its blanks.
 *
 * @throws DataError that names file, row and column where it can, when the file is missing,
 *   damaged, no text or without rows; ConfigError when the options contradict each other
 */
export async function openCsv(path: string, options: CsvOptions = {}): Promise<TableReader> {
  checkOptions(options);
  const text = await openText(path);
  try {
    return await beginTable(text, options);
  } catch (error) {
    await text.pieces.return(undefined);
    throw error;
  }
}

function checkOptions({ delimiter, decimal, header, headerRow, skipRows }: CsvOptions): void {
  if (skipRows !== undefined && !(Number.isInteger(skipRows) && skipRows >= 0)) {
    throw new ConfigError(`\`skipRows\` must be a whole number from 0 on, got ${skipRows}.`);
  }
  if (delimiter !== undefined && !/^[^"\r\n]$/.test(delimiter)) {
    throw new ConfigError(
      `\`delimiter\` must be one character, no quotation mark, got ${JSON.stringify(delimiter)}.`,
    );
  }
  if (delimiter === ',' && decimal === ',') {
    throw new ConfigError('`delimiter` and `decimal` must be different, got a comma for both.');
  }
  if (
    headerRow !== undefined &&
    (header === false || !Number.isInteger(headerRow) || headerRow < 1)
  ) {
    throw new ConfigError(
      `\`headerRow\` must be a whole number from 1 on, and \`header\` not false with it, got ${headerRow}.`,
    );
  }
}

/** Reads the first rows, which decide the columns. */
async function beginTable(text: TextSource, options: CsvOptions): Promise<TableReader> {
  const { source } = text;
  let head = '';
  let [ended, lines] = [false, false];
  while (!ended && head.length <= (lines ? HEAD : MAX_RECORD)) {
    checkStopped(options.signal, `reading ${source}`);
    const step = await text.pieces.next();
    ended = step.done === true;
    if (step.done) break;
    head += step.value.text;
    lines ||= step.value.text.includes('\n');
  }
  if (!lines && head.includes('\r')) {
    throw new DataError(
      `${source} must have lines that end in a line feed, got carriage returns alone. Save it again ` +
        'with the line ends of Windows or Unix.',
    );
  }
  const dialect = detectDialect(source, { text: head, ended }, options);
  const splitter = new RecordSplitter(source, dialect.delimiter);
  const records = splitter.push(head);
  const { skipRows } = options;
  while (!ended && records.length < SAMPLE_ROWS + dialect.headerRow + (skipRows ?? 0)) {
    checkStopped(options.signal, `reading ${source}`);
    const step = await text.pieces.next();
    ended = step.done === true;
    if (!step.done) records.push(...splitter.push(step.value.text));
  }
  if (ended) records.push(...splitter.end());
  const names = columnNames(source, records, dialect);
  const below = records.filter(({ row }) => row > dialect.headerRow);
  const words = createCellWords(options, USUAL_MISSING);
  const skipped = skipRows ?? countUnits(below, names.length, dialect, words);
  const sample = below.slice(skipped);
  if (sample.length === 0) {
    throw new DataError(`${source} must have rows below the names of its columns, got none.`);
  }
  const kinds = names.map((_, column) => kindOf(sample, column, dialect, words));
  const notes = notesOn(source, names, dialect);
  if (skipRows === undefined && skipped > 0) {
    notes.push(unitsNote(source, below[0].row, skipped));
  }
  return new CsvTable({ text, names, kinds, dialect, splitter, sample, words, notes }, options);
}

/** Rows of units below the names; none in a table without names. */
function countUnits(
  below: readonly CsvRecord[],
  columns: number,
  { decimal, headerRow }: CsvDialect,
  words: CellWords,
): number {
  if (headerRow === 0) return 0;
  return countUnitsRows(below.length, columns, (row, column) => {
    const field = below[row].fields[column] ?? '';
    if (words.isMissing(field)) return 'missing';
    const isNumber =
      !Number.isNaN(numberIn(field, decimal, words)) || !Number.isNaN(fieldFlag(field));
    return isNumber ? 'number' : sortOfText(field);
  });
}

/** Notes on the names, where the decision could be otherwise. */
function notesOn(source: string, names: readonly string[], dialect: CsvDialect): string[] {
  const { headerRow, numberHeader } = dialect;
  if (numberHeader) {
    const some = names.slice(0, 4).join(', ');
    return [
      `row ${headerRow} of ${source} (${some}${names.length > 4 ? ', …' : ''}) was read as the names ` +
        'of the columns; `header: false` reads it as readings',
    ];
  }
  if (headerRow > 0) return [];
  return [
    `${source} has no names in its first row, so its columns are called c1 to c${names.length}; ` +
      '`headerRow: 1` reads them there',
  ];
}

function columnNames(
  source: string,
  records: readonly CsvRecord[],
  { headerRow }: CsvDialect,
): readonly string[] {
  if (records.length === 0) throw new DataError(`${source} must have rows, got an empty file.`);
  if (headerRow === 0) return records[0].fields.map((_, column) => `c${column + 1}`);
  const header = records.find(({ row }) => row === headerRow);
  if (header) return checkNames(header.fields, `${source}, row ${headerRow}`);
  throw new DataError(
    `${source}, row ${headerRow} must hold the names of the columns, got an empty row. ` +
      'Say in which row the names are with `headerRow`.',
  );
}

/** The number in a field, or the one that its word stands for; NaN when it holds none. */
function numberIn(field: string, decimal: '.' | ',', words: CellWords): number {
  const value = fieldNumber(field, decimal);
  return Number.isNaN(value) ? words.valueOf(field) : value;
}

/** Contents of a column; a flag is True or False. */
type FieldKind = 'number' | 'flag' | 'text';

/** The kind of most fields; number when all are missing, text when both are as many. */
function kindOf(
  sample: readonly CsvRecord[],
  column: number,
  { decimal }: CsvDialect,
  words: CellWords,
): FieldKind {
  const counts = { number: 0, flag: 0, text: 0 };
  for (const { fields } of sample.slice(0, SAMPLE_ROWS)) {
    const field = fields[column] ?? '';
    if (words.isMissing(field)) continue;
    if (!Number.isNaN(numberIn(field, decimal, words))) counts.number++;
    else counts[Number.isNaN(fieldFlag(field)) ? 'text' : 'flag']++;
  }
  const { number, flag, text } = counts;
  if (flag > 0 && number === 0 && text === 0) return 'flag';
  return text + flag > 0 && text + flag >= number ? 'text' : 'number';
}

/** A text table whose first rows were read, so that it is known how to read the rest. */
interface BegunTable {
  readonly text: TextSource;
  readonly names: readonly string[];
  readonly kinds: readonly FieldKind[];
  readonly dialect: CsvDialect;
  readonly splitter: RecordSplitter;
  readonly sample: readonly CsvRecord[];
  readonly words: CellWords;
  readonly notes: readonly string[];
}

class CsvTable implements TableReader {
  readonly source: string;
  readonly columns: readonly TableColumn[];
  readonly notes: readonly string[];
  readonly #table: BegunTable;
  readonly #options: CsvOptions;
  readonly #buffer: ChunkBuffer;
  #sample: readonly CsvRecord[];
  #rows = 0;
  #begun = false;

  constructor(table: BegunTable, options: CsvOptions) {
    this.source = table.text.source;
    this.columns = table.names.map((name, column) => ({
      name,
      kind: table.kinds[column] === 'text' ? 'text' : 'number',
    }));
    this.notes = table.notes;
    this.#table = table;
    this.#sample = table.sample;
    this.#options = options;
    this.#buffer = new ChunkBuffer(this.columns);
  }

  async *chunks(): AsyncGenerator<TableChunk> {
    if (this.#begun) throw new Error(`${this.source} was already read; open it again.`);
    this.#begun = true;
    const { signal, progress = silentProgress } = this.#options;
    const start = performance.now();
    progress.begin(`Reading ${this.source}`, this.#table.text.totalBytes, 'bytes');
    try {
      this.#add(this.#sample);
      this.#sample = [];
      yield* this.#buffer.take(false);
      for await (const { text, done } of this.#table.text.pieces as AsyncIterable<TextPiece>) {
        checkStopped(signal, `reading ${this.source}`);
        this.#add(this.#table.splitter.push(text));
        const seconds = (performance.now() - start) / 1000;
        progress.update(done, `${Math.round(this.#rows / seconds)} rows/s`);
        yield* this.#buffer.take(false);
      }
      this.#add(this.#table.splitter.end());
      yield* this.#buffer.take(true);
    } finally {
      progress.end();
    }
  }

  async close(): Promise<void> {
    this.#begun = true;
    await this.#table.text.pieces.return(undefined);
  }

  #add(records: readonly CsvRecord[]): void {
    const { columns } = this;
    for (const { row, fields } of records) {
      if (fields.length !== columns.length) {
        throw new DataError(
          `${this.source}, row ${row} must have ${columns.length} fields, got ${fields.length}. ` +
            'Correct the row, or give the right `delimiter`, or the row of the names with `headerRow`.',
        );
      }
      this.#buffer.beginRow(row);
      for (let column = 0; column < columns.length; column++) {
        if (columns[column].kind === 'text') this.#buffer.setText(column, fields[column]);
        else this.#buffer.setNumber(column, this.#number(fields[column], row, column));
      }
    }
    this.#rows += records.length;
  }

  #number(field: string, row: number, column: number): number {
    const { kinds, dialect, words } = this.#table;
    const value = numberIn(field, dialect.decimal, words);
    if (!Number.isNaN(value)) return words.missingNumbers.has(value) ? NaN : value;
    if (words.isMissing(field)) return value;
    const flag = kinds[column] === 'flag' ? fieldFlag(field) : NaN;
    if (!Number.isNaN(flag)) return flag;
    const others = this.#otherWords(field, column);
    throw new DataError(
      `${this.source}, row ${row}, column ${this.columns[column].name.trim()} must be ` +
        `${kinds[column] === 'flag' ? 'True or False' : 'a number'}, got ${shown(field)}. Correct the ` +
        'field, or leave it empty if the value is not known, or name the word in `missingWords`.' +
        (others.length > 0 ? ` The column also holds ${others.map(shown).join(', ')}.` : ''),
    );
  }

  /** Further texts among the first numbers of a column, at most a few. */
  #otherWords(field: string, column: number): string[] {
    const { sample, dialect, words } = this.#table;
    const texts = new Set(sample.map(({ fields }) => fields[column] ?? ''));
    texts.delete(field);
    const isWord = (word: string) =>
      !words.isMissing(word) && Number.isNaN(numberIn(word, dialect.decimal, words));
    return [...texts].filter(isWord).slice(0, 5);
  }
}

function shown(field: string): string {
  return JSON.stringify(field.slice(0, 60));
}
