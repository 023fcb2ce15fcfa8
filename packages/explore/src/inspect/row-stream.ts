/** The rows of a table one after the other, with their times, a chunk at a time. */
import { checkStopped, type Clock, DataError, formatTimestamp, parseConfig } from '@anodec/core';
import { createRowTimes, PrepareConfig, type RowTimes } from '@anodec/data';
import type { TableChunk, TableReader } from '@anodec/tables';
import { placeColumns, type PlacedColumns, type ReadingConfig } from './read-columns.js';

/** A table that is read row by row. */
export interface RowStream {
  readonly placed: PlacedColumns;
  readonly clock: Clock;
  /** The chunk that holds the current row. */
  readonly chunk: TableChunk;
  /** Times of the rows of the chunk; row numbers from 0 where the table has no times. */
  readonly times: Float64Array;
  /** The current row within the chunk; the reader advances it. */
  at: number;
  /** Rows of the chunks so far. */
  readonly rows: number;
  /**
   * Fetches the next chunk once the current one is read. @returns false at the end of the table
   * @throws DataError when the times of the table step back
   */
  fill(): Promise<boolean>;
}

/**
 * Starts at the first row. The first chunk is read, from which the columns are recognised.
 *
 * @throws DataError when a named column is missing
 */
export async function streamRows(
  table: TableReader,
  reading: Partial<ReadingConfig>,
  signal?: AbortSignal,
): Promise<RowStream> {
  const config = { ...parseConfig(PrepareConfig, {}), ...reading };
  const chunks = table.chunks()[Symbol.asyncIterator]();
  let next = await chunks.next();
  const placed = placeColumns(table, config, next.done ? undefined : next.value);
  let reader: RowTimes | undefined;
  let before = -Infinity;
  let ahead = true; // `next` was read and not yet passed on
  const stream = {
    placed,
    clock: 'rows' as Clock,
    chunk: { firstRow: 0, rows: 0, numbers: new Float64Array(0), texts: [] } as TableChunk,
    times: new Float64Array(0),
    at: 0,
    rows: 0,
    async fill(): Promise<boolean> {
      while (stream.at >= stream.chunk.rows) {
        checkStopped(signal, `comparing ${table.source}`);
        if (!ahead) next = await chunks.next();
        ahead = true;
        if (next.done) return false;
        const chunk = next.value;
        stream.times = new Float64Array(chunk.rows);
        if (placed.time && chunk.rows > 0) {
          const begins = reader === undefined;
          reader ??= createRowTimes(table.source, placed.time, chunk, config);
          reader.fill(chunk, stream.times, 0);
          if (begins) reader.finish(stream.times);
          stream.clock = reader.clock;
        } else for (let r = 0; r < chunk.rows; r++) stream.times[r] = stream.rows + r;
        before = checkOrder(table.source, stream.clock, chunk, stream.times, before);
        stream.chunk = chunk;
        stream.at = 0;
        stream.rows += chunk.rows;
        ahead = false;
      }
      return true;
    },
  };
  return stream;
}

function checkOrder(
  source: string,
  clock: Clock,
  chunk: TableChunk,
  times: Float64Array,
  before: number,
): number {
  let last = before;
  for (let r = 0; r < times.length; r++) {
    if (times[r] < last) {
      throw new DataError(
        `Time must not go back in a table that is compared, got ${formatTimestamp(times[r], clock)} after ` +
          `${formatTimestamp(last, clock)} in ${source}, row ${chunk.firstRow + r}. Compare the prepared ` +
          'recordings, made with `unordered: sort`.',
      );
    }
    last = times[r];
  }
  return last;
}
