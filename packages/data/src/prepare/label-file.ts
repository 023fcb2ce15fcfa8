/** Labels from a file of their own: one for each row of the recording, or with their times. */
import {
  type Clock,
  createLabelReader,
  DataError,
  formatCount,
  formatTimestamp,
  frameLength,
  parseLabelLegend,
  parseLabelMap,
  type TimeSeriesFrame,
  UNKNOWN_LABEL,
} from '@anodec/core';
import { type TableChunk, type TableReader } from '@anodec/tables';
import { isLabelName } from './column-names.js';
import type { PlacedColumn } from './columns.js';
import { PrepareConfig } from './config.js';
import { findTimeColumn, type TimeColumn } from './find-time.js';
import { createRowTimes } from './row-times.js';

/** The labels of a file. */
export interface LabelFile {
  /** Its name in messages. */
  readonly source: string;
  /** (N), 0, 1 or `UNKNOWN_LABEL`. */
  readonly labels: Uint8Array;
  /** (N), absent where the file has labels alone. */
  readonly times?: Float64Array;
  /** What the times are; numbers that are no dates are `elapsed` or `rows`. */
  readonly clock?: Clock;
}

/**
 * Reads a file of labels and closes it: one column of labels with or without a name, or labels
 * beside a column of times.
 *
 * @throws DataError when a label or a time cannot be read, or no column could be the labels
 */
export async function readLabelFile(
  table: TableReader,
  config: Pick<PrepareConfig, 'labelMap' | 'timeFormat' | 'timeZone'> = PrepareConfig.parse({}),
): Promise<LabelFile> {
  const { source } = table;
  try {
    const labels: number[] = [];
    const chunks: { readonly start: number; readonly times: Float64Array }[] = [];
    let begun: ReturnType<typeof begin> | undefined;
    for await (const chunk of table.chunks()) {
      begun ??= begin(table, chunk, config);
      const { label, reader, times } = begun;
      if (labels.length === 0) labels.push(...begun.lost);
      const part = new Float64Array(chunk.rows);
      times?.fill(chunk, part, 0);
      chunks.push({ start: labels.length, times: part });
      readChunk(label, chunk, (cell, row) => labels.push(reader.read(cell, row).attack));
    }
    begun?.reader.check();
    const file = { source, labels: Uint8Array.from(labels) };
    if (!begun?.times) return file;
    const times = new Float64Array(labels.length);
    for (const { start, times: part } of chunks) times.set(part, start);
    begun.times.finish(times);
    return { ...file, times, clock: begun.times.clock };
  } finally {
    await table.close();
  }
}

/** Decides from the first rows which columns hold labels and times. */
function begin(
  table: TableReader,
  first: TableChunk,
  config: Pick<PrepareConfig, 'labelMap' | 'timeFormat' | 'timeZone'>,
) {
  const { source, columns } = table;
  const { label, time } = findColumns(table, first);
  const settings = { ...PrepareConfig.parse({}), ...config, period: undefined };
  // a first line 0 or 1 that was taken for the name of the only column
  const isLost = columns.length === 1 && /^\s*[01](\.0)?\s*$/.test(label.name);
  return {
    label,
    lost: isLost ? [Number(label.name)] : [],
    reader: labelReader(source, label, config),
    times: time && createRowTimes(source, time, first, settings),
  };
}

function readChunk(
  { kind, place }: PlacedColumn,
  { firstRow, rows, numbers, texts }: TableChunk,
  take: (cell: string | number, row: number) => void,
): void {
  const K = rows > 0 ? numbers.length / rows : 0;
  for (let r = 0; r < rows; r++) {
    take(kind === 'text' ? texts[place][r] : numbers[r * K + place], firstRow + r);
  }
}

function labelReader(
  source: string,
  { name }: PlacedColumn,
  { labelMap }: Pick<PrepareConfig, 'labelMap'>,
) {
  const legend = parseLabelLegend(name);
  return createLabelReader({
    source,
    column: name,
    ...(labelMap !== undefined && { map: parseLabelMap(labelMap) }),
    ...(legend && { legend }),
  });
}

/** The only column, or the one called as labels are beside one called as times are. */
function findColumns({ source, columns }: TableReader, first: TableChunk) {
  const counts = { texts: 0, numbers: 0 };
  const placed = columns.map(
    ({ name, kind }): PlacedColumn => ({
      name: name.trim(),
      kind,
      place: kind === 'text' ? counts.texts++ : counts.numbers++,
    }),
  );
  if (placed.length === 1) return { label: placed[0], time: undefined };
  const found = findTimeColumn(source, placed, 'auto', first);
  const time: TimeColumn | undefined = found ?? (placed.length === 2 ? placed[0] : undefined);
  const others = placed.filter(({ name }) => name !== time?.name && name !== time?.timeOfDay?.name);
  const label = others.find(({ name }) => isLabelName(name)) ?? (others.length === 1 && others[0]);
  if (label) return { label, time };
  throw new DataError(
    `A file of labels must have one column of labels, or timestamp and label, got ` +
      `${placed.map(({ name }) => name).join(', ')} in ${source}. Leave the others out.`,
  );
}

/**
 * Whether the labels are those of the rows one by one: they have no times, or no dates but a number
 * for each of the rows, as files that count them do.
 */
export function isRowByRow({ labels, times, clock }: LabelFile, rows: number): boolean {
  return !times || (clock !== 'utc' && labels.length === rows);
}

/**
 * Checks that a file without times has a label for each row of a table.
 *
 * @throws DataError with both counts when it has not
 */
export function checkLabelCount({ source, labels }: LabelFile, table: string, rows: number): void {
  if (labels.length === rows) return;
  throw new DataError(
    `${source} must have a label for each row of ${table}, got ${formatCount(labels.length)} ` +
      `labels for ${formatCount(rows)} rows. Give the labels of this recording, or labels ` +
      'with their times.',
  );
}

/**
 * The labels of the rows of a recording by their times; unknown where the file has none.
 *
 * @param recording its name in messages
 * @returns (T)
 * @throws DataError when no time of the file is one of the recording, or one has two labels
 */
export function labelsByTime(
  { source, labels, times = new Float64Array(0) }: LabelFile,
  frame: TimeSeriesFrame,
  recording: string,
): Uint8Array {
  const byTime = new Map<number, number>();
  for (const [n, time] of times.entries()) {
    const before = byTime.get(time);
    if (before !== undefined && before !== labels[n]) {
      throw new DataError(
        `A time must have one label, got two at ${formatTimestamp(time, frame.clock)} in ${source}.`,
      );
    }
    byTime.set(time, labels[n]);
  }
  const found = Uint8Array.from(frame.timestamps, (time) => byTime.get(time) ?? UNKNOWN_LABEL);
  if (frame.timestamps.some((time) => byTime.has(time))) return found;
  const show = (time: number) => formatTimestamp(time, frame.clock);
  throw new DataError(
    `The labels of ${source} must have times of ${recording}, got ${show(times[0])} to ` +
      `${show(times[times.length - 1])} for rows from ${show(frame.timestamps[0])} to ` +
      `${show(frame.timestamps[frameLength(frame) - 1])}.`,
  );
}
