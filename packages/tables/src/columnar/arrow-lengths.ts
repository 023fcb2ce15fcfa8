/**
 * The lengths that the batches of an Arrow file claim, checked before the library makes room for them: it trusts each
 * of them, and a false one costs gigabytes, or gives rows that are not there.
 */
import type { FileHandle } from 'node:fs/promises';
import { DataError } from '@anodec/core';
import type { ArrowBatch, ArrowLibrary } from './arrow-library.js';

/** A row takes a bit at least. */
const ROWS_PER_BYTE = 8;
/** What stands before the length of a message, since version 0.15 of the format. */
const CONTINUATION = -1;

/** What is checked. */
export interface CheckedFile {
  readonly file: FileHandle;
  readonly source: string;
  /** Where the batches begin, by the footer; undefined for a stream, whose messages follow each other. */
  readonly starts: readonly number[] | undefined;
}

/**
 * Checks what the messages of a file claim of themselves; its columns are known to hold no parts.
 *
 * @throws DataError when a message is longer than the file, or has more rows than its bytes can hold
 */
export async function checkLengths(arrow: ArrowLibrary, checked: CheckedFile): Promise<void> {
  const { file, starts } = checked;
  const { size } = await file.stat();
  let batches = 0;
  if (starts) {
    for (const at of starts) await checkMessage(arrow, checked, { at, size, batch: ++batches });
    return;
  }
  for (let at: number | undefined = 0; at !== undefined && at < size; ) {
    const found: Found | undefined = await checkMessage(arrow, checked, {
      at,
      size,
      batch: batches + 1,
    });
    if (found?.isBatch) batches++;
    at = found?.end;
  }
}

/** Where a message is. */
interface Place {
  readonly at: number;
  /** Bytes of the file. */
  readonly size: number;
  /** Number of the batch that it would be, from 1 on. */
  readonly batch: number;
}

/** A message that was checked. */
interface Found {
  readonly isBatch: boolean;
  readonly end: number;
}

/** @returns undefined where the messages end */
async function checkMessage(
  arrow: ArrowLibrary,
  { file, source }: CheckedFile,
  { at, size, batch }: Place,
): Promise<Found | undefined> {
  const refuse = (what: string): DataError =>
    new DataError(
      `Batch ${batch} of ${source} claims ${what}. The file is damaged or forged: get an intact copy.`,
    );
  const head = Buffer.alloc(8);
  await file.read(head, 0, 8, at);
  const isContinued = head.readInt32LE() === CONTINUATION;
  const length = head.readInt32LE(isContinued ? 4 : 0);
  if (length === 0) return undefined;
  const start = at + (isContinued ? 8 : 4);
  if (length < 0 || length > size - start) {
    throw refuse(`${length} bytes of description, but the file has ${size - start} more`);
  }
  const bytes = Buffer.alloc(length);
  await file.read(bytes, 0, length, start);
  const message = arrow.Message.decode(bytes);
  const { bodyLength } = message;
  const rest = size - start - length;
  if (bodyLength < 0 || bodyLength > rest) {
    throw refuse(`${bodyLength} bytes, but the file has ${rest} more`);
  }
  const isBatch = message.isRecordBatch();
  if (isBatch) {
    const { length: rows, nodes, compression } = message.header();
    if (nodes.some((node) => node.length !== rows)) {
      throw refuse(`${rows} rows, but another number in one of its columns`);
    }
    if (nodes.length > 0 && compression === null && rows > ROWS_PER_BYTE * bodyLength) {
      throw refuse(`${rows} rows in ${bodyLength} bytes, which cannot hold as many`);
    }
  }
  return { isBatch, end: start + length + bodyLength };
}

/**
 * Checks that the columns of a batch hold as many cells as it claims rows.
 *
 * @param firstRow number of its first row, for the message
 * @throws DataError that names the column
 */
export function checkCells(batch: ArrowBatch, source: string, firstRow: number): void {
  const { numRows: rows, schema } = batch;
  for (const [k, data] of batch.data.children.entries()) {
    const held = cellsOf(data, rows);
    if (held >= rows) continue;
    throw new DataError(
      `Column ${schema.fields[k].name} of ${source} must have ${rows} cells from row ${firstRow} on, got ${held}. ` +
        'The file is damaged or forged: get an intact copy.',
    );
  }
}

/** Cells that the buffers of a column hold, at most `rows`. */
function cellsOf(
  { type, values, valueOffsets, nullBitmap, nullCount }: ArrowBatch['data']['children'][number],
  rows: number,
): number {
  const marked = nullCount > 0 ? ROWS_PER_BYTE * lengthOf(nullBitmap) : rows;
  return Math.min(rows, marked, storedCells(type, lengthOf(values), lengthOf(valueOffsets), rows));
}

/** Cells by the type: offsets are one more, truth values are bits, views of texts have sixteen bytes. */
function storedCells(type: unknown, values: number, offsets: number, rows: number): number {
  const name = String(type);
  if (name === 'Null') return rows;
  if (name === 'Bool') return ROWS_PER_BYTE * values;
  if (name === 'Utf8' || name === 'LargeUtf8') return Math.max(0, offsets - 1);
  if (name === 'Utf8View') return Math.floor(values / VIEW_BYTES);
  return values;
}

const VIEW_BYTES = 16;

function lengthOf(buffer: ArrayLike<unknown> | null | undefined): number {
  return buffer?.length ?? 0;
}
