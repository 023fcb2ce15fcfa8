/**
 * Reads a JSON document as a table: a list of rows, each an object with the same names, as pandas writes with
 * `orient='records'`. The whole document is held in memory, as a request to a server is.
 */
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { DataError, isRecord } from '@anodec/core';
import { fileError } from '@anodec/files';
import type { ColumnKind, TableChunk, TableColumn, TableReader } from '../table.js';

type Row = Readonly<Record<string, unknown>>;

/**
 * Opens a list of rows; null is an empty cell, and rows are counted from 1.
 *
 * @throws DataError that names row and column where a cell is neither number, text nor null, or a row has other
 *   names than the first
 */
export async function openJson(path: string): Promise<TableReader> {
  const source = basename(path);
  const rows = await readRows(path, source);
  const names = Object.keys(rows[0]);
  for (const [i, row] of rows.entries()) checkNames(row, names, `${source}, row ${i + 1}`);
  const columns = names.map((name): TableColumn => ({ name, kind: kindOf(rows, name, source) }));
  return {
    source,
    columns,
    async *chunks() {
      yield chunkOf(rows, columns);
    },
    close: () => Promise.resolve(),
  };
}

async function readRows(path: string, source: string): Promise<Row[]> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw fileError(error, path, 'read');
  });
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new DataError(`${source} must be JSON, got something else (${reason}).`);
  }
  if (Array.isArray(document) && document.length > 0 && document.every(isRecord)) return document;
  throw new DataError(
    `${source} must be a list of rows such as [{"time": "2024-01-01T00:00:00Z", "LIT101": 0.5}], got ` +
      'something else. Write it with orient="records" where pandas does.',
  );
}

function checkNames(row: Row, names: readonly string[], place: string): void {
  const missing = names.find((name) => !Object.hasOwn(row, name));
  const unknown = Object.keys(row).find((name) => !names.includes(name));
  if (missing === undefined && unknown === undefined) return;
  const fault = missing === undefined ? `has "${unknown}" besides` : `lacks "${missing}"`;
  throw new DataError(
    `${place} must have the names of the first row, but ${fault}. Write null for a missing reading.`,
  );
}

/** Numbers where all cells are, null aside; a column of nulls alone has missing readings. */
function kindOf(rows: readonly Row[], name: string, source: string): ColumnKind {
  const wrong = rows.findIndex((row) => !isCell(row[name]));
  if (wrong >= 0) {
    throw new DataError(
      `${source}, row ${wrong + 1} must hold a number, a text or null in "${name}", got ` +
        `${JSON.stringify(rows[wrong][name]).slice(0, 80)}.`,
    );
  }
  return rows.some((row) => typeof row[name] === 'string') ? 'text' : 'number';
}

function isCell(value: unknown): boolean {
  return value === null || typeof value === 'number' || typeof value === 'string';
}

function chunkOf(rows: readonly Row[], columns: readonly TableColumn[]): TableChunk {
  const numeric = columns.filter(({ kind }) => kind === 'number');
  const texts = columns.filter(({ kind }) => kind === 'text');
  const K = numeric.length;
  const numbers = new Float64Array(rows.length * K);
  for (const [r, row] of rows.entries()) {
    for (const [k, { name }] of numeric.entries()) {
      const value = row[name];
      numbers[r * K + k] = typeof value === 'number' ? value : NaN;
    }
  }
  return {
    firstRow: 1,
    rows: rows.length,
    numbers,
    texts: texts.map(({ name }) => rows.map((row) => cellText(row[name]))),
  };
}

function cellText(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
