/**
 * Writes a workbook of one sheet, row by row, in memory that does not grow with the rows.
 *
 * exceljs can stream too, but its `commit` does not wait for the output, so that a long sheet ends
 * up in memory all the same. Not written: styles other than for dates, several sheets, formulas.
 */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { PassThrough } from 'node:stream';
import { ConfigError } from '@anodec/core';
import { fileError, ZipFileWriter } from '@anodec/files';
import type { Cell } from './cell.js';
import { rowXml } from './sheet-xml.js';
import { SHEET_FOOT, SHEET_HEAD, SHEET_PATH, workbookParts } from './workbook-parts.js';

/** A workbook being written. */
export interface WorkbookWriter {
  /**
   * Appends rows below those before; returns when the output has taken them.
   *
   * @throws DataError at a value that a cell cannot hold, or when the disk cannot be written
   */
  write(rows: readonly (readonly Cell[])[]): Promise<void>;
  /** Finishes the file and puts it in its place, replacing the one before it. */
  close(): Promise<void>;
  /** Gives up and removes what was written; the file that was there before stays. */
  abort(): Promise<void>;
}

/** Rows turned into XML at a time: enough to be fast, little enough to hold in memory. */
const PIECE = 256;
/**
 * Opens a workbook for writing, in a temporary file beside `path` until it is closed.
 *
 * @param options.sheet the name of the sheet, `Sheet1` by default
 * @throws DataError when the file cannot be written; ConfigError when the sheet name is impossible
 */
export async function createWorkbookWriter(
  path: string,
  options: { readonly sheet?: string } = {},
): Promise<WorkbookWriter> {
  const { sheet = 'Sheet1' } = options;
  if (!/^[^[\]:*?/\\]{1,31}$/.test(sheet)) {
    throw new ConfigError(
      `A sheet name must have 1 to 31 characters, none of []:*?/\\, got "${sheet}".`,
    );
  }
  const temporary = join(dirname(path), `.${basename(path)}.${randomUUID().slice(0, 8)}.tmp`);
  try {
    const file = await open(temporary, 'wx'); // fails now, not after the first rows
    return new StreamingWriter(path, temporary, file, sheet);
  } catch (error) {
    throw fileError(error, path, 'written');
  }
}

class StreamingWriter implements WorkbookWriter {
  readonly #path: string;
  readonly #temporary: string;
  readonly #sheet = new PassThrough({ highWaterMark: 1 << 20 });
  /** Settles when the last byte is in the temporary file. */
  readonly #output: Promise<void>;
  #rows = 0;
  #ended = false;

  constructor(path: string, temporary: string, file: FileHandle, sheet: string) {
    this.#path = path;
    this.#temporary = temporary;
    // both are reported by the next write or close, never as unhandled
    this.#sheet.on('error', () => {});
    this.#output = writeArchive(file, sheet, this.#sheet);
    this.#output.catch(() => {});
    this.#sheet.write(SHEET_HEAD);
  }

  async write(rows: readonly (readonly Cell[])[]): Promise<void> {
    this.#checkOpen();
    try {
      for (let start = 0; start < rows.length; start += PIECE) {
        let xml = '';
        for (const cells of rows.slice(start, start + PIECE)) xml += rowXml(cells, ++this.#rows);
        await this.#push(xml);
      }
    } catch (error) {
      await this.abort();
      throw fileError(error, this.#path, 'written');
    }
  }

  async close(): Promise<void> {
    this.#checkOpen();
    this.#ended = true;
    try {
      this.#sheet.end(SHEET_FOOT);
      await this.#output;
      await rename(this.#temporary, this.#path);
    } catch (error) {
      await rm(this.#temporary, { force: true });
      throw fileError(error, this.#path, 'written');
    }
  }

  async abort(): Promise<void> {
    this.#ended = true;
    this.#sheet.destroy(new Error('The workbook was abandoned.'));
    await this.#output.catch(() => {});
    await rm(this.#temporary, { force: true });
  }

  async #push(xml: string): Promise<void> {
    if (this.#sheet.write(Buffer.from(xml))) return;
    const stop = new AbortController();
    const drained = once(this.#sheet, 'drain', { signal: stop.signal });
    // when the output fails nothing drains any more, and it is the output that knows why
    const failed = drained.catch(() => this.#output);
    await Promise.race([failed, this.#output]).finally(() => stop.abort());
  }

  #checkOpen(): void {
    if (this.#ended) throw new Error('The workbook writer is closed; open another one.');
  }
}

async function writeArchive(file: FileHandle, name: string, sheet: PassThrough): Promise<void> {
  try {
    const zip = new ZipFileWriter(file);
    for (const [path, text] of workbookParts(name)) await zip.addEntry(path, [Buffer.from(text)]);
    await zip.addEntry(SHEET_PATH, sheet);
    await zip.finish();
    await file.sync(); // before the rename, or a power cut could leave an empty file in place
  } finally {
    await file.close();
  }
}
