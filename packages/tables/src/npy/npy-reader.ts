/** Reads a .npy file of NumPy as a table, a piece at a time, in either order of its numbers. */
import { type FileHandle, open } from 'node:fs/promises';
import { basename } from 'node:path';
import { checkStopped, DataError, type Progress, silentProgress } from '@anodec/core';
import { fileError } from '@anodec/files';
import type { TableChunk, TableColumn, TableReader } from '../table.js';
import { MAX_HEADER, type NpyHeader, readNpyHeader } from './npy-header.js';

/** Progress listener and abort signal. */
export interface NpyOptions {
  readonly signal?: AbortSignal;
  readonly progress?: Progress;
}

/** Numbers of a chunk: some megabytes. */
const CHUNK_NUMBERS = 1 << 19;

/**
 * Opens an array of shape (T, C) or (T) as T rows of the columns c0, c1, …; rows are counted from 1.
 *
 * @throws DataError when the file is missing, cut short, or holds something other than numbers
 */
export async function openNpy(path: string, options: NpyOptions = {}): Promise<TableReader> {
  const source = basename(path);
  const file = await open(path).catch((error: unknown) =>
    Promise.reject(fileError(error, path, 'read')),
  );
  try {
    const head = Buffer.alloc(MAX_HEADER);
    const { bytesRead } = await file.read(head, 0, MAX_HEADER, 0);
    const header = readNpyHeader(head.subarray(0, bytesRead), source);
    await checkSize(file, header, source);
    const stored = header.isFloat32 ? ({ stored: 'float32' } as const) : {};
    const columns = Array.from(
      { length: header.columns },
      (_, c): TableColumn => ({ name: `c${c}`, kind: 'number', ...stored }),
    );
    return {
      source,
      columns,
      chunks: () => readChunks(file, header, source, options),
      close: () => file.close(),
    };
  } catch (error) {
    await file.close();
    throw error;
  }
}

async function checkSize(file: FileHandle, header: NpyHeader, source: string): Promise<void> {
  const { rows, columns, bytes, start } = header;
  const { size } = await file.stat();
  if (rows === 0 || columns === 0)
    throw new DataError(`${source} must have rows, got an empty array.`);
  if (size - start === rows * columns * bytes) return;
  throw new DataError(
    `${source} must hold ${rows} × ${columns} numbers in ${rows * columns * bytes} bytes, got ` +
      `${size - start} bytes. Get an intact copy.`,
  );
}

async function* readChunks(
  file: FileHandle,
  header: NpyHeader,
  source: string,
  { signal, progress = silentProgress }: NpyOptions,
): AsyncGenerator<TableChunk> {
  const { rows: total, columns } = header;
  const most = Math.max(1, Math.floor(CHUNK_NUMBERS / columns));
  progress.begin(`Reading ${source}`, total, 'rows');
  try {
    for (let start = 0; start < total; start += most) {
      checkStopped(signal, `reading ${source}`);
      const rows = Math.min(most, total - start);
      const numbers = new Float64Array(rows * columns);
      if (header.byColumns) {
        for (let c = 0; c < columns; c++) {
          const column = await readNumbers(file, header, c * total + start, rows);
          for (let r = 0; r < rows; r++) numbers[r * columns + c] = column[r];
        }
      } else numbers.set(await readNumbers(file, header, start * columns, rows * columns));
      yield { firstRow: start + 1, rows, numbers, texts: [] };
      progress.update(start + rows);
    }
  } finally {
    progress.end();
  }
}

/** `count` numbers from the one at `first` on, as they lie in the file. */
async function readNumbers(
  file: FileHandle,
  { bytes, read, start }: NpyHeader,
  first: number,
  count: number,
): Promise<Float64Array> {
  const piece = Buffer.alloc(count * bytes);
  await file.read(piece, 0, piece.length, start + first * bytes);
  const view = new DataView(piece.buffer, piece.byteOffset, piece.byteLength);
  return Float64Array.from({ length: count }, (_, i) => read(view, i * bytes));
}
