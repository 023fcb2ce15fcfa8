/** Reads the cells of a sheet with the byte scanner. */
import type { CellSink, SheetSource } from './cell-sink.js';
import { readSharedStrings } from './shared-strings.js';
import { SheetScanner } from './sheet-scanner.js';
import type { SheetPlace, WorkbookStructure } from './workbook-structure.js';
import type { ZipArchive } from '@anodec/files';

/** A sheet behind the byte scanner. */
export class FastSheet implements SheetSource {
  readonly totalBytes: number;
  readonly #archive: ZipArchive;
  readonly #structure: WorkbookStructure;
  readonly #sheet: SheetPlace;

  constructor(archive: ZipArchive, structure: WorkbookStructure, sheet: SheetPlace) {
    this.#archive = archive;
    this.#structure = structure;
    this.#sheet = sheet;
    this.totalBytes = archive.size(sheet.path);
  }

  async *scan(sink: CellSink): AsyncGenerator<number> {
    const { source } = this.#archive;
    const { dateStyles, epoch1904, sharedStringsPath } = this.#structure;
    const strings = sharedStringsPath
      ? await readSharedStrings(this.#archive, sharedStringsPath)
      : [];
    const scanner = new SheetScanner({ source, strings, dateStyles, epoch1904 }, sink);
    let done = 0;
    for await (const bytes of this.#archive.stream(this.#sheet.path)) {
      scanner.push(bytes);
      done += bytes.length;
      yield done;
    }
    scanner.end();
  }

  async close(): Promise<void> {
    this.#archive.close();
  }
}
