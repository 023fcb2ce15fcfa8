/** Frames as Arrow tables and back, for notebooks. */
import type { Clock, TimeSeriesFrame } from '@anodec/core';
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
 * channels as float32, the labels as int8 with their legend; missing readings are null.
 */
export async function frameToArrow(frame: TimeSeriesFrame): Promise<ArrowTable> {
  const arrow = await loadArrow();
  const table = frameTable(frame, 'the frame');
  // what the first column means; rows that only count have none
  const timed = table.columns.length > frame.channels.length + (frame.labels ? 1 : 0);
  const schema = arrowSchema(arrow, table.columns, timed ? { clock: frame.clock } : {});
  const batches = [];
  for await (const batch of batchColumns(table)) batches.push(arrowBatch(arrow, schema, batch));
  return new arrow.Table(schema, batches);
}

/**
 * The frame of an Arrow table: its first column is the time if it is of dates, `Normal/Attack` holds
 * the labels, all others are channels.
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
  return readForeignFrame(reader, LABEL_COLUMN, isClock(clock) ? clock : undefined);
}

function isClock(clock: string | undefined): clock is Clock {
  return clock === 'utc' || clock === 'elapsed' || clock === 'rows';
}
