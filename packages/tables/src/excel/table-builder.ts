/**
 * Construction of a table from the cells of a sheet: names from the header row, kinds from the first
 * rows, chunks from all.
 */
import { DataError, formatTime } from '@anodec/core';
import { ChunkBuffer } from '../chunk-buffer.js';
import { checkNames } from '../column-names.js';
import { type CellWords, createCellWords, type WordOptions } from '../cells/cell-words.js';
import type { ColumnKind, TableChunk, TableColumn } from '../table.js';
import { type CellSort, countUnitsRows, sortOfText, unitsNote } from '../units-rows.js';
import { type Cell, columnLetters } from './cell.js';
import type { CellSink } from './cell-sink.js';

/** Rows below the header that decide the kinds of the columns. */
const SAMPLE_ROWS = 1000;

/** Options of building a table. */
export interface BuildOptions extends WordOptions {
  /** The row of the column names, counted from 1. */
  readonly headerRow: number;
  /** Rows below the names to skip; by default those that hold units. */
  readonly skipRows?: number;
}

interface SampleRow {
  readonly row: number;
  readonly cells: Map<number, Exclude<Cell, null> | Fault>;
}

/** A cell without a usable value, kept until its row is read as data. */
class Fault {
  readonly what: string;
  constructor(what: string) {
    this.what = what;
  }
}

/** A sink of cells from which chunks of a table can be taken. */
export class TableBuilder implements CellSink {
  readonly #source: string;
  readonly #headerRow: number;
  readonly #skipRows: number | undefined;
  readonly #words: CellWords;
  readonly #notes: string[] = [];
  #row = 0;
  #begun = false;
  #current: SampleRow = { row: 0, cells: new Map() };
  #names: readonly string[] | undefined;
  #sample: SampleRow[] = [];
  #columns: readonly TableColumn[] | undefined;
  #kinds: readonly ColumnKind[] = [];
  #chunks: ChunkBuffer | undefined;
  /** Rows so far, the header and empty ones not counted. */
  rows = 0;

  constructor(source: string, { headerRow, skipRows, ...words }: BuildOptions) {
    this.#source = source;
    this.#headerRow = headerRow;
    this.#skipRows = skipRows;
    this.#words = createCellWords(words);
  }

  /** Notes on skipped rows; complete when the columns are known. */
  get notes(): readonly string[] {
    return this.#notes;
  }

  /** The columns, once their kinds are decided. */
  get columns(): readonly TableColumn[] | undefined {
    return this.#columns;
  }

  beginRow(row: number): void {
    if (!this.#names && row > this.#headerRow) throw this.#noHeader();
    this.#row = row;
    this.#begun = false;
    if (!this.#chunks) this.#current = { row, cells: new Map() };
  }

  number(column: number, value: number): void {
    if (!this.#chunks) this.#current.cells.set(column, value);
    else if (this.#kinds[column] === 'number') this.#cell(this.#chunks).setNumber(column, value);
    else this.#odd(column, value);
  }

  time(column: number, milliseconds: number): void {
    if (!this.#chunks) this.#current.cells.set(column, new Date(milliseconds));
    else if (this.#kinds[column] !== 'time') this.#odd(column, new Date(milliseconds));
    else this.#cell(this.#chunks).setNumber(column, milliseconds);
  }

  text(column: number, text: string): void {
    if (text === '' || (this.#names && this.#words.isMissing(text))) return;
    const value = this.#names ? this.#words.valueOf(text) : NaN;
    if (!Number.isNaN(value)) this.number(column, value);
    else if (!this.#chunks) this.#current.cells.set(column, text);
    else if (this.#kinds[column] === 'text') this.#cell(this.#chunks).setText(column, text);
    else this.#odd(column, text);
  }

  flag(column: number, value: boolean): void {
    if (!this.#chunks) this.#current.cells.set(column, value);
    else if (this.#kinds[column] === 'number')
      this.#cell(this.#chunks).setNumber(column, value ? 1 : 0);
    else this.#odd(column, value);
  }

  fault(column: number, what: string): void {
    if (!this.#chunks) this.#current.cells.set(column, new Fault(what));
    else this.#odd(column, new Fault(what));
  }

  endRow(): void {
    if (this.#row === this.#headerRow) this.#takeHeader();
    if (this.#row <= this.#headerRow) return;
    if (this.#chunks) {
      if (this.#begun) this.rows++;
    } else if (this.#current.cells.size > 0) {
      this.rows++;
      this.#sample.push(this.#current);
      if (this.#sample.length === SAMPLE_ROWS + (this.#skipRows ?? 0)) this.#decide();
    }
  }

  /** @throws DataError when there was no header, or no row below it */
  end(): void {
    if (!this.#names) throw this.#noHeader();
    if (!this.#columns) this.#decide();
  }

  /** Takes the chunks that are ready; with `all`, also the last one. */
  take(all: boolean): readonly TableChunk[] {
    return this.#chunks?.take(all) ?? [];
  }

  /** The chunks, with the current row begun: a row without a cell is none. */
  #cell(chunks: ChunkBuffer): ChunkBuffer {
    if (!this.#begun) {
      chunks.beginRow(this.#row);
      this.#begun = true;
    }
    return chunks;
  }

  #takeHeader(): void {
    const { cells } = this.#current;
    if (cells.size === 0) throw this.#noHeader();
    const names = Array.from({ length: Math.max(...cells.keys()) + 1 }, (_, column) => {
      const cell = cells.get(column) ?? '';
      if (typeof cell === 'string') return cell;
      if (typeof cell === 'number' && Number.isInteger(cell)) return String(cell);
      throw new DataError(
        `${this.#source}, row ${this.#headerRow} must hold the names of the columns, got ` +
          `${describe(cell)} in column ${columnLetters(column)}. Say in which row the names are with \`headerRow\`.`,
      );
    });
    this.#names = checkNames(names, `${this.#source}, row ${this.#headerRow}`);
  }

  /** Decides the kinds of the columns and turns the rows held back into data. */
  #decide(): void {
    const sample = this.#sample.slice(this.#skipRows ?? this.#countUnits());
    this.rows -= this.#sample.length - sample.length;
    if (sample.length === 0) {
      throw new DataError(
        `${this.#source} must have rows below the names in row ${this.#headerRow}, got none.`,
      );
    }
    this.#columns = (this.#names ?? []).map((name, column) => ({
      name,
      kind: kindOf(sample.map(({ cells }) => cells.get(column))),
    }));
    this.#kinds = this.#columns.map(({ kind }) => kind);
    this.#chunks = new ChunkBuffer(this.#columns);
    for (const { row, cells } of sample) {
      this.#row = row;
      this.#begun = false;
      for (const [column, cell] of cells) this.#replay(column, cell);
    }
    this.#sample = [];
  }

  /** Rows of units below the names, noted. */
  #countUnits(): number {
    const [first, ...others] = this.#sample;
    if (others.length === 0) return 0;
    const sortAt = (row: number, column: number) => sortOf(this.#sample[row].cells.get(column));
    const count = countUnitsRows(this.#sample.length, this.#names?.length ?? 0, sortAt);
    if (count > 0) this.#notes.push(unitsNote(this.#source, first.row, count));
    return count;
  }

  #replay(column: number, cell: Exclude<Cell, null> | Fault): void {
    if (typeof cell === 'number') this.number(column, cell);
    else if (typeof cell === 'string') this.text(column, cell);
    else if (typeof cell === 'boolean') this.flag(column, cell);
    else if (cell instanceof Date) this.time(column, cell.getTime());
    else this.fault(column, cell.what);
  }

  /** A cell that is not of its column's kind: text takes numbers as they read, all else is wrong. */
  #odd(column: number, cell: Exclude<Cell, null> | Fault): void {
    const where = `${this.#source}, row ${this.#row}`;
    if (column >= this.#kinds.length) {
      throw new DataError(
        `${where} must have ${this.#kinds.length} columns, got ${describe(cell)} in column ` +
          `${columnLetters(column)}, which has no name. Name the column or empty the cell.`,
      );
    }
    const kind = this.#kinds[column];
    if (
      this.#chunks &&
      kind === 'text' &&
      (typeof cell === 'number' || typeof cell === 'boolean')
    ) {
      this.#cell(this.#chunks).setText(column, String(cell));
      return;
    }
    const must = { number: 'a number', text: 'text', time: 'a date' }[kind];
    const isText = typeof cell === 'string';
    // a title above the names was taken for them
    const mayBeName = isText && this.#row === this.#headerRow + 1;
    throw new DataError(
      `${where}, column ${this.#columns?.[column].name.trim()} must be ${must}, ` +
        `got ${describe(cell)}. Correct the cell, or leave it empty if the value is not known` +
        (isText ? ', or name the word in `missingWords`.' : '.') +
        (mayBeName
          ? ` If the names are in row ${this.#row}, say so with \`headerRow: ${this.#row}\`.`
          : ''),
    );
  }

  #noHeader(): DataError {
    return new DataError(
      `${this.#source}, row ${this.#headerRow} must hold the names of the columns, got an empty ` +
        'row. Say in which row the names are with `headerRow`.',
    );
  }
}

/** The kind of most cells; text when both are as many, number when there are none. */
function kindOf(cells: readonly (Exclude<Cell, null> | Fault | undefined)[]): ColumnKind {
  let numbers = 0;
  let texts = 0;
  let times = 0;
  for (const cell of cells) {
    if (typeof cell === 'number' || typeof cell === 'boolean') numbers++;
    else if (typeof cell === 'string') texts++;
    else if (cell instanceof Date) times++;
  }
  if (texts > 0 && texts >= numbers && texts >= times) return 'text';
  return times > numbers ? 'time' : 'number';
}

function sortOf(cell: Exclude<Cell, null> | Fault | undefined): CellSort {
  if (typeof cell === 'number' || typeof cell === 'boolean') return 'number';
  if (typeof cell === 'string') return sortOfText(cell);
  return cell instanceof Date ? 'time' : 'missing';
}

function describe(cell: Exclude<Cell, null> | Fault): string {
  if (typeof cell === 'string') return JSON.stringify(cell.slice(0, 60));
  if (cell instanceof Date) return `the date ${formatTime(cell.getTime())}`;
  return cell instanceof Fault ? cell.what : String(cell);
}
