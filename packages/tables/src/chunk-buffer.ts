/** Collection of rows into the chunks of a table. */
import type { TableChunk, TableColumn } from './table.js';

/** Rows of a full chunk: some megabytes of readings, a few hundred chunks for a day of SWaT. */
const CHUNK_ROWS = 4096;

/**
 * Rows being collected. A chunk is cut when it is full, and where row numbers jump, so that the
 * number of every row follows from that of the first.
 */
export class ChunkBuffer {
  /** For each column its place among those of its storage, the numbers or the texts. */
  readonly #slots: Int32Array;
  readonly #numberCount: number;
  readonly #textCount: number;
  #numbers: Float64Array;
  #texts: string[][];
  #firstRow = 0;
  #rows = 0;
  #full: TableChunk[] = [];

  constructor(columns: readonly TableColumn[]) {
    let numbers = 0;
    let texts = 0;
    this.#slots = Int32Array.from(columns, ({ kind }) => (kind === 'text' ? texts++ : numbers++));
    this.#numberCount = numbers;
    this.#textCount = texts;
    this.#numbers = this.#freshNumbers();
    this.#texts = this.#freshTexts();
  }

  /** Starts a row, whose cells are empty until they are set. */
  beginRow(row: number): void {
    if (this.#rows === CHUNK_ROWS || (this.#rows > 0 && row !== this.#firstRow + this.#rows)) {
      this.#cut();
    }
    if (this.#rows === 0) this.#firstRow = row;
    this.#rows++;
    for (const texts of this.#texts) texts.push('');
  }

  /** Sets a cell of the row last begun, in a column of kind number or time. */
  setNumber(column: number, value: number): void {
    this.#numbers[(this.#rows - 1) * this.#numberCount + this.#slots[column]] = value;
  }

  /** Sets a cell of the row last begun, in a column of kind text. */
  setText(column: number, text: string): void {
    this.#texts[this.#slots[column]][this.#rows - 1] = text;
  }

  /** Takes the chunks that are full; with `all`, also the one that is not. */
  take(all: boolean): readonly TableChunk[] {
    if (all && this.#rows > 0) this.#cut();
    const full = this.#full;
    this.#full = [];
    return full;
  }

  #cut(): void {
    const numbers = this.#numbers.subarray(0, this.#rows * this.#numberCount);
    const chunk = { firstRow: this.#firstRow, rows: this.#rows, numbers, texts: this.#texts };
    this.#full.push(chunk);
    this.#numbers = this.#freshNumbers();
    this.#texts = this.#freshTexts();
    this.#rows = 0;
  }

  #freshNumbers(): Float64Array {
    return new Float64Array(CHUNK_ROWS * this.#numberCount).fill(Number.NaN);
  }

  #freshTexts(): string[][] {
    return Array.from({ length: this.#textCount }, () => []);
  }
}
