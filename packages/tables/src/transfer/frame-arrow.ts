/** Frames as Arrow tables and back, for notebooks. */
import { type Clock, DataError, offsetOf, type TimeSeriesFrame } from '@anodec/core';
import { LABEL_COLUMN } from '../hdf5/frame-store.js';
import { readForeignFrame } from '../hdf5/foreign-frame.js';
import { type ArrowTable, loadArrow } from '../columnar/arrow-library.js';
import { arrowBatch, arrowSchema } from '../columnar/arrow-columns.js';
import { arrowCells, arrowColumn } from '../columnar/arrow-reader.js';
import { batchColumns } from '../columnar/column-batch.js';
import { chunkColumns } from '../columnar/column-chunks.js';
import { frameTable } from './frame-table.js';

const SOURCE = 'the Arrow table';

/**
 * A frame as an Arrow table: a column `Timestamp` in microseconds (or `time` in seconds, or `row`), the
 * channels as float32, those with an offset as float64, the labels as int8 with their legend; missing
 * readings are null.
 */
export async function frameToArrow(frame: TimeSeriesFrame): Promise<ArrowTable> {
  const arrow = await loadArrow();
  const table = frameTable(frame, 'the frame');
  // what the first column means; rows that only count have none
  const timed = table.columns.length > frame.channels.length + (frame.labels ? 1 : 0);
  const schema = arrowSchema(arrow, table.columns, {
    ...(timed && { clock: frame.clock }),
    ...(frame.offsets && { offsets: formatOffsets(frame) }),
  });
  const batches = [];
  for await (const batch of batchColumns(table)) batches.push(arrowBatch(arrow, schema, batch));
  return new arrow.Table(schema, batches);
}

/**
 * The frame of an Arrow table: its first column is the time if it is of dates, `Normal/Attack` holds
 * the labels, all others are channels, which get the offsets that `frameToArrow` kept.
 *
 * @throws DataError when a column holds texts or rows are not in order
 */
export async function frameFromArrow(table: ArrowTable): Promise<TimeSeriesFrame> {
  const arrow = await loadArrow();
  const columns = table.schema.fields.map((field) => arrowColumn(arrow, field, SOURCE));
  function* pieces() {
    let firstRow = 1;
    for (const batch of table.batches) {
      const cells = columns.map((_, k) => arrowCells(arrow, batch.getChildAt(k)));
      yield* chunkColumns(SOURCE, columns, cells, { rows: batch.numRows, firstRow });
      firstRow += batch.numRows;
    }
  }
  const reader = {
    source: SOURCE,
    columns,
    rows: table.numRows,
    pieces,
    async *chunks() {
      yield* pieces();
    },
    close: () => Promise.resolve(),
  };
  const clock = table.schema.metadata.get('clock');
  const offsets = parseOffsets(table.schema.metadata.get('offsets'));
  return readForeignFrame(reader, LABEL_COLUMN, isClock(clock) ? clock : undefined, offsets);
}

/** Offsets that are not 0, by channel, as JSON: a notebook may select or reorder columns. */
function formatOffsets(frame: TimeSeriesFrame): string {
  const offsets = frame.channels.map((name, c): [string, number] => [name, offsetOf(frame, c)]);
  return JSON.stringify(Object.fromEntries(offsets.filter(([, offset]) => offset !== 0)));
}

function parseOffsets(text = '{}'): ReadonlyMap<string, number> {
  try {
    return new Map(Object.entries(JSON.parse(text) as Record<string, number>));
  } catch (error) {
    throw new DataError(
      `The metadata offsets of ${SOURCE} must be JSON as frameToArrow writes it, got ${text.slice(0, 60)}. Remove it.`,
      { cause: error },
    );
  }
}

function isClock(clock: string | undefined): clock is Clock {
  return clock === 'utc' || clock === 'elapsed' || clock === 'rows';
}
