/** Keeps the cells of a small sheet as rows. */
import { DataError } from '@anodec/core';
import { type Cell, columnLetters } from './cell.js';
import type { CellSink } from './cell-sink.js';

/** A sink that keeps every cell. */
export class RowCollector implements CellSink {
  readonly rows: Cell[][] = [];
  readonly #source: string;
  readonly #maxRows: number;

  constructor(source: string, maxRows: number) {
    this.#source = source;
    this.#maxRows = maxRows;
  }

  beginRow(row: number): void {
    if (row > this.#maxRows) {
      throw new DataError(
        `${this.#source} must have at most ${this.#maxRows} rows here, got row ${row}.`,
      );
    }
    while (this.rows.length < row) this.rows.push([]);
  }

  number(column: number, value: number): void {
    this.#set(column, value);
  }

  time(column: number, milliseconds: number): void {
    this.#set(column, new Date(milliseconds));
  }

  text(column: number, text: string): void {
    this.#set(column, text);
  }

  flag(column: number, value: boolean): void {
    this.#set(column, value);
  }

  fault(column: number, what: string): void {
    throw new DataError(
      `${this.#source}, cell ${columnLetters(column)}${this.rows.length} must have a value, ` +
        `got ${what}. Correct the cell or empty it.`,
    );
  }

  endRow(): void {}

  #set(column: number, cell: Cell): void {
    const row = this.rows[this.rows.length - 1];
    while (row.length < column) row.push(null);
    row[column] = cell;
  }
}
