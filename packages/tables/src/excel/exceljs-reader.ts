/**
 * A reader of the cells of a sheet with exceljs: the reference for the fast reader, six times slower
 * and with more memory.
 *
 * Errors of exceljs 4.4 are refused where they show (cells without a reference) and cannot be
 * detected where they do not: of inline text in several runs it keeps the last run only, and it decodes
 * entities in inline text twice. An empty text as the result of a formula is refused, because exceljs
 * takes it for none.
 */
import { createReadStream } from 'node:fs';
import { DataError, isRecord, isUserError } from '@anodec/core';
import type { Row } from 'exceljs';
import { timeOfSerial } from './cell.js';
import type { CellSink, SheetSource } from './cell-sink.js';
import { isDateFormat, type SheetPlace, type WorkbookStructure } from './workbook-structure.js';
import type { ZipArchive } from '@anodec/files';

/** Rows after which the progress is reported. */
const PIECE = 256;

const OPTIONS = {
  worksheets: 'emit',
  sharedStrings: 'cache',
  styles: 'cache',
  hyperlinks: 'ignore',
  entries: 'ignore',
} as const;

/** A sheet behind exceljs' streaming reader. */
export class ExceljsSheet implements SheetSource {
  readonly totalBytes: number;
  readonly #path: string;
  readonly #archive: ZipArchive;
  readonly #structure: WorkbookStructure;
  readonly #sheet: SheetPlace;

  constructor(path: string, archive: ZipArchive, structure: WorkbookStructure, sheet: SheetPlace) {
    this.#path = path;
    this.#archive = archive;
    this.#structure = structure;
    this.#sheet = sheet;
    this.totalBytes = archive.size(sheet.path);
  }

  async *scan(sink: CellSink): AsyncGenerator<number> {
    await this.#checkEntries();
    const { default: ExcelJS } = await import('exceljs'); // takes a third of a second, so it is loaded when needed
    const file = createReadStream(this.#path);
    try {
      for await (const sheet of new ExcelJS.stream.xlsx.WorkbookReader(file, OPTIONS)) {
        // the typings lack the name, and `id` identifies the sheet
        const { name } = sheet as unknown as { name: string };
        for await (const row of sheet) {
          if (name !== this.#sheet.name) continue;
          this.#tellRow(row, sink);
          if (row.number % PIECE === 0) yield 0;
        }
      }
    } catch (error) {
      throw isUserError(error) ? error : this.#refused(error);
    } finally {
      file.destroy();
    }
    yield this.totalBytes;
  }

  async close(): Promise<void> {
    this.#archive.close();
  }

  /** exceljs looks at no checksum, so the whole archive is unpacked once before. */
  async #checkEntries(): Promise<void> {
    for (const name of this.#archive.names) {
      for await (const _ of this.#archive.stream(name));
    }
  }

  #tellRow(row: Row, sink: CellSink): void {
    sink.beginRow(row.number);
    row.eachCell({ includeEmpty: false }, (cell, column) => {
      this.#pass(cell.value, cell.numFmt, column - 1, sink);
    });
    sink.endRow();
  }

  #pass(value: unknown, format: string | undefined, column: number, sink: CellSink): void {
    if (typeof value === 'number') {
      if (Number.isNaN(value)) sink.fault(column, 'text as a number');
      else sink.number(column, value);
    } else if (typeof value === 'string') sink.text(column, value);
    else if (typeof value === 'boolean') sink.flag(column, value);
    else if (value instanceof Date) sink.time(column, value.getTime());
    else if (isRecord(value)) this.#passRecord(value, format, column, sink);
  }

  #passRecord(
    value: Readonly<Record<string, unknown>>,
    format: string | undefined,
    column: number,
    sink: CellSink,
  ): void {
    if (Array.isArray(value.richText)) {
      const runs = value.richText as readonly { readonly text?: string | null }[];
      sink.text(column, runs.map(({ text }) => text ?? '').join(''));
    } else if ('error' in value) {
      sink.fault(column, `the error ${String(value.error)}`);
    } else if ('formula' in value || 'sharedFormula' in value) {
      const { result } = value;
      if (result === undefined) sink.fault(column, 'a formula without a stored result');
      else if (typeof result === 'number' && format && isDateFormat(format)) {
        sink.time(column, timeOfSerial(result, this.#structure.epoch1904));
      } else this.#pass(result, undefined, column, sink);
    }
  }

  #refused(error: unknown): DataError {
    const message = error instanceof Error ? error.message : String(error);
    return new DataError(
      `${this.#archive.source} cannot be read with exceljs (${message}). Read it with \`reader: fast\`.`,
      { cause: error },
    );
  }
}
