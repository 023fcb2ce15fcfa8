/** From a raw table to a frame, a piece at a time into one array. */
import {
  channelValues,
  checkStopped,
  contiguousSegments,
  createFrame,
  DataError,
  formatDuration,
  frameLength,
  type Clock,
  type TimeSeriesFrame,
} from '@anodec/core';
import { parseLabel, parseLabelNumber, type TableChunk, type TableReader } from '@anodec/tables';
import { assignColumns, type ColumnRoles, type PlacedColumn } from './columns.js';
import type { PrepareConfig } from './config.js';
import type { RepairLog } from '../repair-log.js';
import { orderRows } from './row-order.js';
import { countRoundedReadings, type RoundingCount } from './rounded-readings.js';
import { createRowTimes, showTime } from './row-times.js';
import { findSentinel } from './sentinels.js';

/** How to clean one table. */
export interface CleanOptions {
  /** The most rows that it can have; the arrays are made for so many. */
  readonly rows: number;
  readonly config: PrepareConfig;
  readonly log: RepairLog;
  readonly signal?: AbortSignal;
  /** Receives the number of rows so far. */
  readonly onRows?: (rows: number) => void;
}

/** The arrays that are being filled. */
interface Collected {
  readonly values: Float32Array;
  readonly timestamps: Float64Array;
  readonly labels: Uint8Array | undefined;
  readonly rowNumbers: Uint32Array;
  length: number;
}

/**
 * Cleans a table and closes it: names are trimmed, times and labels read, rows put in order.
 * Everything that was repaired is in the log; missing readings stay missing.
 *
 * @throws DataError that names file, row and column where something cannot be repaired
 */
export async function cleanTable(
  table: TableReader,
  { rows, config, log, signal, onRows }: CleanOptions,
): Promise<TimeSeriesFrame> {
  try {
    let begun: ReturnType<typeof begin> | undefined;
    for await (const chunk of table.chunks()) {
      checkStopped(signal, `preparing ${table.source}`);
      begun ??= begin(table, rows, chunk, config, log);
      const { roles, collected, times } = begun;
      times.fill(chunk, collected.timestamps, collected.length);
      collectChunk(table, roles, chunk, collected, log);
      countRounding(table, roles, chunk, begun.rounding);
      onRows?.(collected.length);
    }
    if (!begun) throw new DataError(`${table.source} must have rows, got none.`);
    const { roles, collected, times } = begun;
    const found = times.finish(collected.timestamps.subarray(0, collected.length));
    for (const { kind, example } of found) log.add(kind, example);
    begun.rounding.report(table.source, log);
    const frame = frameOf(table.source, roles, times.clock, collected, config, log);
    reportGaps(frame, table.source, log);
    reportSentinels(frame, table.source, log);
    return frame;
  } finally {
    await table.close();
  }
}

/** Decides from the first rows what the columns are. */
function begin(
  table: TableReader,
  rows: number,
  first: TableChunk,
  config: PrepareConfig,
  log: RepairLog,
) {
  const { notes = [] } = table;
  if (notes.length > 0) log.add('table-note', notes.join('; '), notes.length);
  const roles = assignColumns(table, config, log, first);
  const times = createRowTimes(table.source, roles.time, first, config);
  const rounding = countRoundedReadings(roles.channels.map(({ name }) => name));
  return { roles, collected: allocate(rows, roles), times, rounding };
}

function countRounding(
  { columns }: TableReader,
  { channels }: ColumnRoles,
  { rows, numbers }: TableChunk,
  rounding: RoundingCount,
): void {
  const K = columns.filter(({ kind }) => kind !== 'text').length;
  for (const [c, { place }] of channels.entries()) {
    if (columns.find(({ name }) => name.trim() === channels[c].name)?.stored) continue; // rounded before
    for (let r = 0; r < rows; r++) rounding.add(c, numbers[r * K + place]);
  }
}

function allocate(rows: number, roles: ColumnRoles): Collected {
  return {
    values: new Float32Array(rows * roles.channels.length),
    timestamps: new Float64Array(rows),
    labels: roles.label && new Uint8Array(rows),
    rowNumbers: new Uint32Array(rows),
    length: 0,
  };
}

function collectChunk(
  { source, columns }: TableReader,
  roles: ColumnRoles,
  chunk: TableChunk,
  collected: Collected,
  log: RepairLog,
): void {
  const K = columns.filter(({ kind }) => kind !== 'text').length;
  const { channels, label } = roles;
  const { values, labels, rowNumbers } = collected;
  for (let r = 0; r < chunk.rows; r++) {
    const t = collected.length++;
    const row = chunk.firstRow + r;
    rowNumbers[t] = row;
    for (const [c, { name, place }] of channels.entries()) {
      const read = chunk.numbers[r * K + place];
      const value = Math.fround(read);
      values[t * channels.length + c] = value;
      if (Number.isFinite(value)) continue;
      const at = `${name} in ${source}, row ${row}`;
      if (!Number.isNaN(value))
        throw new DataError(
          `A reading must be between -3.4e38 and 3.4e38, got ${read} for ${at}. Correct it, name it ` +
            'in missingWords, or exclude the column.',
        );
      log.add('reading-missing', at);
    }
    if (labels && label) labels[t] = readLabel(source, label, chunk, r, K, log);
  }
}

function readLabel(
  source: string,
  { name, kind, place }: PlacedColumn,
  chunk: TableChunk,
  r: number,
  K: number,
  log: RepairLog,
): 0 | 1 {
  const cell = { source, row: chunk.firstRow + r, column: name };
  if (kind !== 'text') return parseLabelNumber(chunk.numbers[r * K + place], cell).attack;
  const text = chunk.texts[place][r];
  const { attack, repaired } = parseLabel(text, cell);
  if (repaired) log.add('label-respelled', `"${text}" in ${source}, row ${cell.row}`);
  return attack;
}

function frameOf(
  source: string,
  { channels }: ColumnRoles,
  clock: Clock,
  collected: Collected,
  config: PrepareConfig,
  log: RepairLog,
): TimeSeriesFrame {
  const T = collected.length;
  const C = channels.length;
  const values = collected.values.subarray(0, T * C);
  const timestamps = collected.timestamps.subarray(0, T);
  const labels = collected.labels?.subarray(0, T);
  const rowNumbers = collected.rowNumbers.subarray(0, T);
  const shared = { channels: channels.map(({ name }) => name), clock };
  const kept = orderRows({ source, clock, times: timestamps, rowNumbers }, config, log);
  if (kept?.length === 0) {
    throw new DataError(
      `${source} must have rows between ${config.from ?? 'its start'} and ` +
        `${config.to ?? 'its end'}, got none. Choose other dates.`,
    );
  }
  if (!kept) return createFrame({ ...shared, values, timestamps, ...(labels && { labels }) });
  const ordered = new Float32Array(kept.length * C);
  for (const [n, t] of kept.entries()) ordered.set(values.subarray(t * C, (t + 1) * C), n * C);
  return createFrame({
    ...shared,
    values: ordered,
    timestamps: Float64Array.from(kept, (t) => timestamps[t]),
    ...(labels && { labels: Uint8Array.from(kept, (t) => labels[t]) }),
  });
}

function reportGaps(frame: TimeSeriesFrame, source: string, log: RepairLog): void {
  if (frameLength(frame) < 2) return;
  const { timestamps, clock } = frame;
  for (const { start } of contiguousSegments(frame).slice(1)) {
    const [from, to] = [timestamps[start - 1], timestamps[start]];
    const length = clock === 'rows' ? `${to - from} rows` : formatDuration(to - from);
    log.add('gap', `${showTime(clock, from)} to ${showTime(clock, to)}, ${length}, in ${source}`);
  }
}

function reportSentinels(frame: TimeSeriesFrame, source: string, log: RepairLog): void {
  for (const [c, name] of frame.channels.entries()) {
    const found = findSentinel(channelValues(frame, c));
    if (!found) continue;
    const { value, count } = found;
    const example = `${value} in ${name} of ${source}, ${count} times; missingWords takes it as missing`;
    log.add('sentinel-suspected', example, count);
  }
}
