/** Columns of a table as vectors of Arrow. */
import type { TableColumn } from '../table.js';
import type { ArrowBatch, ArrowLibrary, ArrowSchema } from './arrow-library.js';
import { type BatchColumn, type ColumnBatch, microsecondsOf } from './column-batch.js';

/**
 * The types of the columns: float64, float32 and int8 as they were kept, times to the microsecond
 * without a zone, texts; a legend goes with its column.
 */
export function arrowSchema(
  arrow: ArrowLibrary,
  columns: readonly TableColumn[],
  notes: Readonly<Record<string, string>>,
): ArrowSchema {
  const fields = columns.map((column) => {
    const metadata = new Map(column.legend === undefined ? [] : [['legend', column.legend]]);
    return new arrow.Field(column.name, typeOf(arrow, column), true, metadata);
  });
  return new arrow.Schema(fields, new Map(Object.entries(notes)));
}

function typeOf(arrow: ArrowLibrary, { kind, stored }: TableColumn) {
  if (kind === 'text') return new arrow.Utf8();
  if (kind === 'time') return new arrow.TimestampMicrosecond();
  if (stored === 'int8') return new arrow.Int8();
  return stored === 'float32' ? new arrow.Float32() : new arrow.Float64();
}

/** Rows as a record batch; what is missing is null. */
export function arrowBatch(
  arrow: ArrowLibrary,
  schema: ArrowSchema,
  { rows, columns }: ColumnBatch,
): ArrowBatch {
  const children = columns.map((column) => arrowData(arrow, column));
  const type = new arrow.Struct(schema.fields);
  return new arrow.RecordBatch(
    schema,
    arrow.makeData({ type, length: rows, nullCount: 0, children }),
  );
}

function arrowData(arrow: ArrowLibrary, batch: BatchColumn) {
  const { column, missing: nullCount } = batch;
  if ('texts' in batch) {
    const { texts } = batch;
    const nullBitmap = nullCount > 0 ? bitmap(texts.length, (r) => texts[r] !== '') : undefined;
    const { data, valueOffsets } = joinTexts(texts);
    const type = new arrow.Utf8();
    return arrow.makeData({
      type,
      length: texts.length,
      nullCount,
      nullBitmap,
      data,
      valueOffsets,
    });
  }
  const { numbers } = batch;
  const present = (r: number) => !Number.isNaN(numbers[r]);
  const nullBitmap = nullCount > 0 ? bitmap(numbers.length, present) : undefined;
  const shared = { length: numbers.length, nullCount, nullBitmap };
  if (column.kind === 'time') {
    const data = BigInt64Array.from(numbers, (time) =>
      Number.isNaN(time) ? 0n : BigInt(microsecondsOf(time)),
    );
    return arrow.makeData({ type: new arrow.TimestampMicrosecond(), ...shared, data });
  }
  if (column.stored === 'int8') {
    return arrow.makeData({ type: new arrow.Int8(), ...shared, data: Int8Array.from(numbers) });
  }
  return numbers instanceof Float32Array
    ? arrow.makeData({ type: new arrow.Float32(), ...shared, data: numbers })
    : arrow.makeData({ type: new arrow.Float64(), ...shared, data: numbers });
}

/** One bit for each row, the lowest first, 1 where there is a value. */
function bitmap(rows: number, present: (row: number) => boolean): Uint8Array {
  const bits = new Uint8Array(Math.ceil(rows / 8));
  for (let r = 0; r < rows; r++) if (present(r)) bits[r >> 3] |= 1 << (r & 7);
  return bits;
}

function joinTexts(texts: readonly string[]) {
  const data = Buffer.from(texts.join(''));
  const valueOffsets = new Int32Array(texts.length + 1);
  for (const [r, text] of texts.entries()) {
    valueOffsets[r + 1] = valueOffsets[r] + Buffer.byteLength(text);
  }
  return { data, valueOffsets };
}
