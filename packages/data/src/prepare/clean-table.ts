/** Cleaning of a raw table into a frame, a piece at a time. */
import {
  checkStopped,
  type Clock,
  contiguousSegments,
  createFrame,
  createLabelReader,
  DataError,
  formatDuration,
  formatTimestamp,
  frameLength,
  type LabelReader,
  parseLabelLegend,
  parseLabelMap,
  type TimeSeriesFrame,
  UNKNOWN_LABEL,
} from '@anodec/core';
import { type TableChunk, type TableReader } from '@anodec/tables';
import {
  assignColumns,
  type ColumnContext,
  type ColumnRoles,
  type PlacedColumn,
} from './columns.js';
import type { PrepareConfig } from './config.js';
import type { RepairLog } from '../repair-log.js';
import { orderRows } from './row-order.js';
import { countRoundedReadings } from './rounded-readings.js';
import { createRowTimes } from './row-times.js';
import { findSentinels } from './sentinels.js';

/** Options of cleaning one table. */
export interface CleanOptions {
  /** The most rows that it can have; the arrays are made for so many. */
  readonly rows: number;
  readonly config: PrepareConfig;
  readonly log: RepairLog;
  /** Further knowledge about the table. */
  readonly context?: ColumnContext;
  /** What is subtracted from the readings of a channel before rounding, by its name; 0 for others. */
  readonly offsets?: ReadonlyMap<string, number>;
  /** (T), labels of the rows from a file of their own, in the order of the file. */
  readonly labels?: Uint8Array;
  readonly signal?: AbortSignal;
  /** Receives the number of rows so far. */
  readonly onRows?: (rows: number) => void;
}

/** The arrays that are being filled. */
interface Collected {
  readonly values: Float32Array;
  /** (C) */
  readonly offsets: Float64Array;
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
  options: CleanOptions,
): Promise<TimeSeriesFrame> {
  const { config, log, context, signal, onRows } = options;
  const { source } = table;
  try {
    let begun: ReturnType<typeof begin> | undefined;
    for await (const chunk of table.chunks()) {
      checkStopped(signal, `preparing ${source}`);
      begun ??= begin(table, chunk, options);
      const { roles, channels, collected, times, labels, rounding } = begun;
      times.fill(chunk, collected.timestamps, collected.length);
      collectChunk(source, roles, channels, chunk, collected, log);
      if (roles.label && labels) readLabels(source, roles.label, labels, chunk, collected, log);
      rounding.add(chunk, channels, collected.offsets);
      collected.length += chunk.rows;
      onRows?.(collected.length);
    }
    if (!begun) throw new DataError(`${source} must have rows, got none.`);
    const { roles, collected, times, labels, rounding } = begun;
    labels?.check();
    const found = times.finish(collected.timestamps.subarray(0, collected.length));
    for (const { kind, example } of found) log.add(kind, example);
    rounding.report(source, log);
    checkUnits(source, times.clock, collected, config, context?.decision?.unit);
    const frame = frameOf(source, roles, times.clock, collected, config, log);
    reportGaps(frame, source, log);
    reportSentinels(frame, source, log);
    return frame;
  } finally {
    await table.close();
  }
}

/** Decides from the first rows what the columns are. */
function begin(
  table: TableReader,
  first: TableChunk,
  { rows, config, log, context, offsets, labels }: CleanOptions,
) {
  const { notes = [] } = table;
  if (notes.length > 0) log.add('table-note', notes.join('; '), notes.length);
  const labelled = labels !== undefined || context?.labelled === true;
  const roles = assignColumns(table, config, log, { ...context, labelled }, first);
  return {
    roles,
    channels: placesOf(table, roles),
    collected: allocate(rows, roles, offsetsOf(roles, offsets, log), labels),
    times: createRowTimes(table.source, roles.time, first, config),
    labels: roles.label && labelReaderOf(table.source, roles.label, config),
    rounding: countRoundedReadings(roles.channels.map(({ name }) => name)),
  };
}

/** The channels of a table by their place among the numbers of a row: (C) each. */
interface ChannelPlaces {
  readonly places: Int32Array;
  /** Those whose readings were not rounded before. */
  readonly unrounded: readonly number[];
}

function placesOf({ columns }: TableReader, { channels }: ColumnRoles): ChannelPlaces {
  const rounded = new Set(columns.filter(({ stored }) => stored).map(({ name }) => name.trim()));
  return {
    places: Int32Array.from(channels, ({ place }) => place),
    unrounded: [...channels.keys()].filter((c) => !rounded.has(channels[c].name)),
  };
}

/** (C), and a finding for each channel that has one. */
function offsetsOf(
  { channels }: ColumnRoles,
  offsets: ReadonlyMap<string, number> | undefined,
  log: RepairLog,
): Float64Array {
  return Float64Array.from(channels, ({ name }) => {
    const offset = offsets?.get(name) ?? 0;
    if (offset !== 0) log.add('channel-offset', `${name} less ${offset}`);
    return offset;
  });
}

function allocate(
  rows: number,
  roles: ColumnRoles,
  offsets: Float64Array,
  labels: Uint8Array | undefined,
): Collected {
  return {
    values: new Float32Array(rows * roles.channels.length),
    offsets,
    timestamps: new Float64Array(rows),
    labels: labels ?? (roles.label && new Uint8Array(rows)),
    rowNumbers: new Uint32Array(rows),
    length: 0,
  };
}

function collectChunk(
  source: string,
  { channels }: ColumnRoles,
  { places }: ChannelPlaces,
  chunk: TableChunk,
  { values, offsets, rowNumbers, length }: Collected,
  log: RepairLog,
): void {
  const { numbers, firstRow, rows } = chunk;
  const C = places.length;
  const K = numbers.length / rows;
  for (let r = 0; r < rows; r++) {
    const t = length + r;
    rowNumbers[t] = firstRow + r;
    for (let c = 0; c < C; c++) {
      const read = numbers[r * K + places[c]];
      const value = Math.fround(read - offsets[c]); // the reading itself, to the bit, where the offset is 0
      values[t * C + c] = value;
      if (!Number.isFinite(value)) noteMissing(source, channels[c].name, firstRow + r, read, log);
    }
  }
}

function noteMissing(
  source: string,
  name: string,
  row: number,
  read: number,
  log: RepairLog,
): void {
  const at = `${name} in ${source}, row ${row}`;
  if (Number.isNaN(read)) {
    log.add('reading-missing', at);
    return;
  }
  throw new DataError(
    `A reading must be between -3.4e38 and 3.4e38, got ${read} for ${at}. Correct it, name it ` +
      'in `missingWords`, or exclude the column with `exclude`.',
  );
}

function labelReaderOf(
  source: string,
  { name, legend }: PlacedColumn,
  { labelMap }: PrepareConfig,
): LabelReader {
  const known = parseLabelLegend(legend ?? '') ?? parseLabelLegend(name);
  return createLabelReader({
    source,
    column: name,
    ...(labelMap !== undefined && { map: parseLabelMap(labelMap) }),
    ...(known && { legend: known }),
  });
}

function readLabels(
  source: string,
  { kind, place }: PlacedColumn,
  reader: LabelReader,
  { firstRow, rows, numbers, texts }: TableChunk,
  { labels, length }: Collected,
  log: RepairLog,
): void {
  if (!labels) return;
  const K = numbers.length / rows;
  for (let r = 0; r < rows; r++) {
    const cell = kind === 'text' ? texts[place][r] : numbers[r * K + place];
    const { attack, repaired } = reader.read(cell, firstRow + r);
    labels[length + r] = attack;
    if (repaired) log.add('label-respelled', `"${cell}" in ${source}, row ${firstRow + r}`);
    if (attack === UNKNOWN_LABEL) log.add('label-unknown', `in ${source}, row ${firstRow + r}`);
  }
}

/** Sorting the rows of several units, or keeping the first of each time, would mix them into one. */
function checkUnits(
  source: string,
  clock: Clock,
  { timestamps, rowNumbers, length }: Collected,
  { unordered, duplicates }: PrepareConfig,
  unit: string | undefined,
): void {
  if (unit === undefined || unordered === 'sort' || duplicates === 'keep-first') return;
  for (let t = 1; t < length; t++) {
    if (timestamps[t] > timestamps[t - 1]) continue;
    throw new DataError(
      `Time must increase from row to row, got ${formatTimestamp(timestamps[t], clock)} after ` +
        `${formatTimestamp(timestamps[t - 1], clock)} in ${source}, row ${rowNumbers[t]}. Its column ${unit} ` +
        `names several units: make a recording of each with \`group: ${unit}\`.`,
    );
  }
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
  const { offsets } = collected;
  const shared = { channels: channels.map(({ name }) => name), offsets, clock };
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
    log.add(
      'gap',
      `${formatTimestamp(from, clock)} to ${formatTimestamp(to, clock)}, ${length}, in ${source}`,
    );
  }
}

function reportSentinels(frame: TimeSeriesFrame, source: string, log: RepairLog): void {
  for (const { channel, value, count } of findSentinels(frame)) {
    const name = frame.channels[channel];
    const example = `${value} in ${name} of ${source}, ${count} times; \`missingWords: ${value}\` takes it as missing`;
    log.add('sentinel-suspected', example, count);
  }
}
