/** A sheet as a table: the cells of a source, run through a builder as they are asked for. */
import { checkStopped, type Progress, silentProgress } from '@anodec/core';
import type { TableChunk, TableColumn, TableReader } from '../table.js';
import type { SheetSource } from './cell-sink.js';
import { type BuildOptions, TableBuilder } from './table-builder.js';

interface TableSettings extends BuildOptions {
  readonly signal?: AbortSignal;
  readonly progress?: Progress;
}

/** A table whose first rows were read, so that its columns are known. */
class SheetTable implements TableReader {
  readonly source: string;
  readonly columns: readonly TableColumn[];
  readonly notes: readonly string[];
  readonly #sheet: SheetSource;
  readonly #scan: AsyncGenerator<number>;
  readonly #builder: TableBuilder;
  readonly #settings: TableSettings;
  #begun = false;

  constructor(
    source: string,
    columns: readonly TableColumn[],
    sheet: SheetSource,
    scan: AsyncGenerator<number>,
    builder: TableBuilder,
    settings: TableSettings,
  ) {
    this.source = source;
    this.columns = columns;
    this.notes = builder.notes;
    this.#sheet = sheet;
    this.#scan = scan;
    this.#builder = builder;
    this.#settings = settings;
  }

  async *chunks(): AsyncGenerator<TableChunk> {
    if (this.#begun) throw new Error(`${this.source} was already read; open it again.`);
    this.#begun = true;
    const { signal, progress = silentProgress } = this.#settings;
    const start = performance.now();
    progress.begin(`Reading ${this.source}`, this.#sheet.totalBytes, 'bytes');
    try {
      yield* this.#builder.take(false);
      for await (const done of this.#scan) {
        checkStopped(signal, `reading ${this.source}`);
        const seconds = (performance.now() - start) / 1000;
        progress.update(done, `${Math.round(this.#builder.rows / seconds)} rows/s`);
        yield* this.#builder.take(false);
      }
      yield* this.#builder.take(true);
    } finally {
      progress.end();
    }
  }

  async close(): Promise<void> {
    this.#begun = true;
    await this.#scan.return(undefined);
    await this.#sheet.close();
  }
}

/** Reads the first rows of a sheet, which decide its columns. */
export async function beginTable(
  source: string,
  sheet: SheetSource,
  settings: TableSettings,
): Promise<TableReader> {
  const builder = new TableBuilder(source, settings);
  const scan = sheet.scan(builder);
  while (!builder.columns) {
    checkStopped(settings.signal, `reading ${source}`);
    const step = await scan.next();
    if (step.done) builder.end();
  }
  return new SheetTable(source, builder.columns, sheet, scan, builder, settings);
}
