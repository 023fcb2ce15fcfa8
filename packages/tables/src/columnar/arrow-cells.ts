/**
 * What the columns of an Arrow batch hold, checked before their cells are taken: the library gives undefined for what is not
 * there, and the same text again and again where offsets say so.
 */
import { DataError } from '@anodec/core';
import type { ArrowBatch, ArrowLibrary } from './arrow-library.js';

const BITS = 8;
/** Bytes of a view: length, then the text itself or its first bytes, number of a buffer and place in it. */
const VIEW_BYTES = 16;
/** Bytes of all texts of a column of views in one batch, which may share theirs. */
const MOST_VIEWED = 2 ** 28;

type ColumnData = ArrowBatch['data']['children'][number];

/**
 * Checks that the columns of a batch hold as many cells as it claims rows, that texts lie one behind the other within their
 * bytes, and that cells by dictionary are in their dictionary.
 *
 * @param firstRow number of its first row, for the message
 * @throws DataError that names the column
 */
export function checkCells(
  arrow: ArrowLibrary,
  batch: ArrowBatch,
  source: string,
  firstRow: number,
): void {
  const { numRows: rows, schema } = batch;
  for (const [k, data] of batch.data.children.entries()) {
    const fault = cellFault(arrow, data, rows);
    if (fault === undefined) continue;
    throw new DataError(
      `Column ${schema.fields[k].name} of ${source} must have ${fault.must} from row ${firstRow} on, got ${fault.got}. ` +
        'The file is damaged or forged: get an intact copy.',
    );
  }
}

interface Fault {
  readonly must: string;
  readonly got: string | number;
}

function cellFault(arrow: ArrowLibrary, data: ColumnData, rows: number): Fault | undefined {
  const { DataType } = arrow;
  const { type } = data;
  const held = cellsOf(arrow, data, rows);
  if (held < rows) return { must: `${rows} cells`, got: held };
  if (DataType.isUtf8(type) || DataType.isLargeUtf8(type)) return offsetFault(data, rows);
  if (DataType.isUtf8View(type)) return viewFault(data, rows);
  return DataType.isDictionary(type) ? dictionaryFault(arrow, data, rows) : undefined;
}

/** Cells that the buffers of a column hold, at most `rows`. */
function cellsOf(
  arrow: ArrowLibrary,
  { type, values, valueOffsets, nullBitmap, nullCount }: ColumnData,
  rows: number,
): number {
  const { DataType } = arrow;
  const marked = nullCount > 0 ? BITS * lengthOf(nullBitmap) : rows;
  const stored = (): number => {
    if (DataType.isNull(type)) return rows;
    if (DataType.isBool(type)) return BITS * lengthOf(values);
    // offsets are one more than cells
    if (DataType.isUtf8(type) || DataType.isLargeUtf8(type)) return lengthOf(valueOffsets) - 1;
    if (DataType.isUtf8View(type)) return Math.floor(lengthOf(values) / VIEW_BYTES);
    return lengthOf(values);
  };
  return rows === 0 ? 0 : Math.max(0, Math.min(rows, marked, stored()));
}

/** Texts one behind the other: each offset at or behind the one before, and none behind the bytes. */
function offsetFault({ valueOffsets, values }: ColumnData, rows: number): Fault | undefined {
  const most = lengthOf(values);
  let before = 0;
  if (rows === 0) return undefined; // without rows there may be no offsets
  for (let r = 0; r <= rows; r++) {
    const offset = Number(valueOffsets[r]);
    if (offset < before || offset > most) {
      return { must: `texts within its ${most} bytes, in order`, got: `an offset of ${offset}` };
    }
    before = offset;
  }
  return undefined;
}

/** Views may share bytes, so that a few of them could stand for any number: their sum is limited. */
function viewFault({ values, variadicBuffers }: ColumnData, rows: number): Fault | undefined {
  const view = new DataView(values.buffer, values.byteOffset, values.byteLength);
  let sum = 0;
  for (let r = 0; r < rows; r++) {
    const length = view.getInt32(r * VIEW_BYTES, true);
    const [buffer, offset] = [8, 12].map((at) => view.getInt32(r * VIEW_BYTES + at, true));
    const isInside = length <= 12 || offset + length <= lengthOf(variadicBuffers[buffer]);
    if (length < 0 || (length > 12 && offset < 0) || !isInside) {
      return {
        must: 'texts within its buffers',
        got: `${length} bytes at ${offset} of buffer ${buffer}`,
      };
    }
    sum += length;
  }
  return sum > MOST_VIEWED
    ? { must: `at most ${MOST_VIEWED} bytes of text in a batch`, got: sum }
    : undefined;
}

/** Numbers of words of the dictionary, where a cell is not missing; then the words themselves. */
function dictionaryFault(arrow: ArrowLibrary, data: ColumnData, rows: number): Fault | undefined {
  const { values, nullBitmap, nullCount, dictionary } = data;
  const words = dictionary?.length ?? 0;
  for (let r = 0; r < rows; r++) {
    if (nullCount > 0 && ((nullBitmap[r >> 3] >> (r & 7)) & 1) === 0) continue;
    const index = Number(values[r]);
    if (index >= 0 && index < words) continue;
    return { must: `words of its dictionary of ${words}`, got: `word ${index}` };
  }
  return dictionary?.data
    .map((part: ColumnData) => cellFault(arrow, part, part.length))
    .find((fault: Fault | undefined) => fault !== undefined);
}

function lengthOf(buffer: ArrayLike<unknown> | null | undefined): number {
  return buffer?.length ?? 0;
}
