/** Reads a text table, comma separated or otherwise, in memory that does not grow with its rows. */
import { ConfigError, checkStopped, DataError, type Progress, silentProgress } from '@anodec/core';
import { ChunkBuffer } from '../chunk-buffer.js';
import { checkNames } from '../column-names.js';
import type { TableChunk, TableColumn, TableReader } from '../table.js';
import { openText, type TextPiece, type TextSource } from './csv-text.js';
import { type CsvDialect, detectDialect } from './dialect.js';
import { fieldNumber, isMissing } from './field-number.js';
import { type CsvRecord, MAX_RECORD, RecordSplitter } from './record-splitter.js';

/** How to read a text table; what is left out is found out from its first lines. */
export interface CsvOptions {
  /** What parts the fields, one character; a blank stands for any run of blanks and tabs. */
  readonly delimiter?: string;
  /** What the decimals begin with. */
  readonly decimal?: '.' | ',';
  /** Whether there are column names; without, they are c1, c2, ... */
  readonly header?: boolean;
  /** The line of the column names, counted from 1; lines above it are passed over. */
  readonly headerRow?: number;
  readonly signal?: AbortSignal;
  readonly progress?: Progress;
}

/** Characters that the dialect is found out from. */
const HEAD = 1 << 16;
/** Rows that decide what their columns hold. */
const SAMPLE_ROWS = 1000;

/**
 * Opens a text table. Blank lines are passed over; row numbers are line numbers.
 *
 * A column holds numbers when most of its first 1,000 fields do; there, empty fields, NaN, NA, N/A
 * and null are missing, and any other text is refused where it stands. Text keeps its blanks.
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

function checkOptions({ delimiter, decimal, header, headerRow }: CsvOptions): void {
  if (delimiter !== undefined && !/^[^"\r\n]$/.test(delimiter)) {
    throw new ConfigError(
      `delimiter must be one character, no quotation mark, got ${JSON.stringify(delimiter)}.`,
    );
  }
  if (delimiter === ',' && decimal === ',') {
    throw new ConfigError('delimiter and decimal must be different, got a comma for both.');
  }
  if (
    headerRow !== undefined &&
    (header === false || !Number.isInteger(headerRow) || headerRow < 1)
  ) {
    throw new ConfigError(
      `headerRow must be a whole number from 1 on, and header not false with it, got ${headerRow}.`,
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
  while (!ended && records.length < SAMPLE_ROWS + dialect.headerRow) {
    checkStopped(options.signal, `reading ${source}`);
    const step = await text.pieces.next();
    ended = step.done === true;
    if (!step.done) records.push(...splitter.push(step.value.text));
  }
  if (ended) records.push(...splitter.end());
  const names = columnNames(source, records, dialect);
  const sample = records.filter(({ row }) => row > dialect.headerRow);
  if (sample.length === 0) {
    throw new DataError(`${source} must have rows below the names of its columns, got none.`);
  }
  const columns = names.map((name, column) => ({ name, kind: kindOf(sample, column, dialect) }));
  return new CsvTable(text, columns, dialect, splitter, sample, options);
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
      'Say in which row the names are.',
  );
}

/** What most of the fields are; number when all are missing, text when it is a draw. */
function kindOf(
  sample: readonly CsvRecord[],
  column: number,
  { decimal }: CsvDialect,
): TableColumn['kind'] {
  let numbers = 0;
  let texts = 0;
  for (const { fields } of sample.slice(0, SAMPLE_ROWS)) {
    const field = fields[column] ?? '';
    if (!Number.isNaN(fieldNumber(field, decimal))) numbers++;
    else if (!isMissing(field)) texts++;
  }
  return texts > 0 && texts >= numbers ? 'text' : 'number';
}

/** A text table whose first rows were read, so that its columns are known. */
class CsvTable implements TableReader {
  readonly source: string;
  readonly columns: readonly TableColumn[];
  readonly #text: TextSource;
  readonly #dialect: CsvDialect;
  readonly #splitter: RecordSplitter;
  readonly #options: CsvOptions;
  readonly #buffer: ChunkBuffer;
  #sample: readonly CsvRecord[];
  #rows = 0;
  #begun = false;

  constructor(
    text: TextSource,
    columns: readonly TableColumn[],
    dialect: CsvDialect,
    splitter: RecordSplitter,
    sample: readonly CsvRecord[],
    options: CsvOptions,
  ) {
    this.source = text.source;
    this.columns = columns;
    this.#text = text;
    this.#dialect = dialect;
    this.#splitter = splitter;
    this.#sample = sample;
    this.#options = options;
    this.#buffer = new ChunkBuffer(columns);
  }

  async *chunks(): AsyncGenerator<TableChunk> {
    if (this.#begun) throw new Error(`${this.source} was already read; open it again.`);
    this.#begun = true;
    const { signal, progress = silentProgress } = this.#options;
    const start = performance.now();
    progress.begin(`Reading ${this.source}`, this.#text.totalBytes, 'bytes');
    try {
      this.#add(this.#sample);
      this.#sample = [];
      yield* this.#buffer.take(false);
      for await (const { text, done } of this.#text.pieces as AsyncIterable<TextPiece>) {
        checkStopped(signal, `reading ${this.source}`);
        this.#add(this.#splitter.push(text));
        const seconds = (performance.now() - start) / 1000;
        progress.update(done, `${Math.round(this.#rows / seconds)} rows/s`);
        yield* this.#buffer.take(false);
      }
      this.#add(this.#splitter.end());
      yield* this.#buffer.take(true);
    } finally {
      progress.end();
    }
  }

  async close(): Promise<void> {
    this.#begun = true;
    await this.#text.pieces.return(undefined);
  }

  #add(records: readonly CsvRecord[]): void {
    const { columns } = this;
    for (const { row, fields } of records) {
      if (fields.length !== columns.length) {
        throw new DataError(
          `${this.source}, row ${row} must have ${columns.length} fields, got ${fields.length}. ` +
            'Correct the row, or name the right delimiter.',
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
    const value = fieldNumber(field, this.#dialect.decimal);
    if (!Number.isNaN(value) || isMissing(field)) return value;
    throw new DataError(
      `${this.source}, row ${row}, column ${this.columns[column].name.trim()} must be a number, ` +
        `got ${JSON.stringify(field.slice(0, 60))}. Correct the field, or leave it empty if the ` +
        'value is not known.',
    );
  }
}
