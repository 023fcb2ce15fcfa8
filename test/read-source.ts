/** Reads a source, or a table, for a test: a source until so many records were there, or to its end. */
import {
  openSource,
  type SourceBatch,
  type SourcePosition,
  type SourceRecord,
  type TableChunk,
  type TableReader,
} from '@anodec/tables';

/** How to read. */
export interface TakeOptions {
  readonly from?: SourcePosition;
  /** Waits for more until so many records were there; else reads to the end. */
  readonly records?: number;
  readonly onBatch?: (batch: SourceBatch) => unknown;
}

/** What was read. */
export interface Taken {
  readonly records: readonly SourceRecord[];
  readonly position: SourcePosition;
  readonly notes: readonly string[];
}

/** Reads a source. */
export async function take(
  address: string,
  { from, records = Infinity, onBatch }: TakeOptions = {},
): Promise<Taken> {
  const stop = new AbortController();
  const notes: string[] = [];
  const taken: SourceRecord[] = [];
  let position: SourcePosition = {};
  const reading = openSource(address).read({
    follow: records !== Infinity,
    signal: stop.signal,
    note: (line) => notes.push(line),
    ...(from && { from }),
  });
  for await (const batch of reading) {
    taken.push(...batch.records);
    ({ position } = batch);
    await onBatch?.(batch);
    if (taken.length >= records) stop.abort();
  }
  return { records: taken, position, notes };
}

/** Reads a table to its end. */
export async function chunksOf(table: TableReader): Promise<TableChunk[]> {
  const chunks: TableChunk[] = [];
  for await (const chunk of table.chunks()) chunks.push(chunk);
  await table.close();
  return chunks;
}

/** The numbers of a table, row by row. */
export async function numbersOf(table: TableReader): Promise<number[]> {
  return (await chunksOf(table)).flatMap(({ numbers }) => [...numbers]);
}
