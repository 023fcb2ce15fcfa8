/** Frames in the processed store: pandas' layout, plus attributes that pandas does not know. */
import {
  type Clock,
  createFrame,
  DataError,
  frameLength,
  readingsOf,
  selectChannels,
  type TimeSeriesFrame,
  UNKNOWN_LABEL,
} from '@anodec/core';
import type { H5File, H5Values } from './h5-file.js';
import { nanosecondsOf, millisecondsOf } from './nanoseconds.js';
import { writePandasFrame, type PandasBlock, type PandasIndex } from './pandas-frame.js';

/** Column of the labels, named as in the original workbooks. */
export const LABEL_COLUMN = 'Normal/Attack';

const LEGEND = '0 = Normal, 1 = Attack';

/** The meaning of the numbers of that column; an unknown label, 255, is -1 as a signed byte. */
export function labelLegend(labels: Uint8Array): string {
  return labels.includes(UNKNOWN_LABEL) ? `${LEGEND}, -1 = Unknown` : LEGEND;
}
const READ_BYTES = 4 << 20;

/** Where a frame with offsets keeps them, (C); other programs find readings and need no offset. */
const OFFSETS = 'offsets';

/**
 * Writes a frame below a group that does not exist yet: values as float32, readings of channels with an
 * offset as float64, so that every program finds the readings themselves.
 */
export function writeFrameGroup(file: H5File, group: string, frame: TimeSeriesFrame): void {
  const { channels, labels, clock, offsets } = frame;
  const blocks = readingBlocks(frame);
  const order = labels ? [...channels, LABEL_COLUMN] : [...channels];
  if (labels) blocks.push({ items: [LABEL_COLUMN], values: Int8Array.from(labels) });
  writePandasFrame(file, group, describeIndex(frame), blocks, order);
  if (offsets) file.createDataset(`${group}/${OFFSETS}`, offsets);
  file.setAttributes(group, { clock, ...(labels && { legend: labelLegend(labels) }) });
}

/** The readings by type: one block of float32, or one of what is left of it and one of float64. */
export function readingBlocks(frame: TimeSeriesFrame): PandasBlock[] {
  const { channels, values, offsets } = frame;
  if (!offsets) return [{ items: channels, values }];
  const { plain, shifted } = channelsByType(offsets);
  const items = (own: readonly number[]) => own.map((c) => channels[c]);
  const kept = selectChannels(frame, items(plain)).values;
  const readings = new Float64Array(shifted.length * frameLength(frame));
  for (const [k, c] of shifted.entries()) {
    for (const [t, reading] of readingsOf(frame, c).entries()) {
      readings[t * shifted.length + k] = reading;
    }
  }
  const blocks: PandasBlock[] = plain.length > 0 ? [{ items: items(plain), values: kept }] : [];
  return [...blocks, { items: items(shifted), values: readings }];
}

/** Channels that are kept as float32, and those whose readings are kept as float64. */
function channelsByType(offsets: Float64Array) {
  const all = Array.from(offsets.keys());
  return {
    plain: all.filter((c) => offsets[c] === 0),
    shifted: all.filter((c) => offsets[c] !== 0),
  };
}

/** The row labels of a frame as pandas keeps them. */
export function describeIndex({ clock, timestamps }: TimeSeriesFrame): PandasIndex {
  if (clock === 'utc') {
    return { name: 'Timestamp', values: nanosecondsOf(timestamps), kind: 'datetime64' };
  }
  return { name: clock === 'rows' ? 'row' : 'elapsed_ms', values: timestamps, kind: 'float' };
}

/** Whether `writeFrameGroup` wrote a group: pandas knows no clock. */
export function isOwnFrame(file: H5File, group: string): boolean {
  const { clock, pandas_type: type } = file.attributes(group);
  return type === 'frame' && isClock(clock);
}

/**
 * Reads what `writeFrameGroup` wrote, the values into one new array. With offsets, values are the same to
 * the bit where float64 holds their readings, as it does what was read from a table.
 *
 * @throws DataError when the group holds something else
 */
export function readFrameGroup(file: H5File, group: string): TimeSeriesFrame {
  const { clock } = file.attributes(group);
  const offsets = readOffsets(file, group);
  const last = file.children(group).filter((name) => /^block\d_values$/.test(name)).length - 1;
  const labelled = last > 0 && isLabelBlock(file, `${group}/block${last}_items`);
  // scores lie in the same layout, with their times where a frame has its labels
  const scores = !offsets && last > 0 && !labelled;
  if (!isClock(clock) || !isOwnFrame(file, group) || scores) {
    throw new DataError(
      `${group.slice(1)} in ${file.path} must be a prepared frame, got something else. ` +
        'Prepare the store again.',
    );
  }
  const channels = readTexts(file, `${group}/axis0`).slice(0, labelled ? -1 : undefined);
  const values = offsets
    ? readShifted(file, group, offsets)
    : readValues(file, `${group}/block0_values`);
  const index = readAll(file, `${group}/axis1`);
  const timestamps =
    index instanceof BigInt64Array ? millisecondsOf(index) : (index as Float64Array);
  const parts = { channels, values, offsets, timestamps, clock };
  if (!labelled) return createFrame(parts);
  const labels = Uint8Array.from(readAll(file, `${group}/block${last}_values`) as Int8Array);
  return createFrame({ ...parts, labels });
}

/** The offsets of a frame, (C); undefined where it has none. */
export function readOffsets(file: H5File, group: string): Float64Array | undefined {
  const has = file.children(group).includes(OFFSETS);
  return has ? (readAll(file, `${group}/${OFFSETS}`) as Float64Array) : undefined;
}

function isLabelBlock(file: H5File, items: string): boolean {
  const names = readTexts(file, items);
  return names.length === 1 && names[0] === LABEL_COLUMN;
}

/** Values of blocks by type, in the order of the channels, less their offsets. */
function readShifted(file: H5File, group: string, offsets: Float64Array): Float32Array {
  const C = offsets.length;
  const [T] = file.shape(`${group}/axis1`);
  const values = new Float32Array(T * C);
  const { plain, shifted } = channelsByType(offsets);
  for (const [b, own] of [plain, shifted].filter((channels) => channels.length > 0).entries()) {
    readPieces<Float32Array | Float64Array>(file, `${group}/block${b}_values`, (piece, start) => {
      for (const [i, reading] of piece.entries()) {
        const c = own[i % own.length];
        values[(start + Math.floor(i / own.length)) * C + c] = reading - offsets[c];
      }
    });
  }
  return values;
}

function isClock(clock: unknown): clock is Clock {
  return clock === 'utc' || clock === 'elapsed' || clock === 'rows';
}

function readValues(file: H5File, path: string): Float32Array {
  const [rows, columns] = file.shape(path);
  const values = new Float32Array(rows * columns);
  readPieces<Float32Array>(file, path, (piece, start) => values.set(piece, start * columns));
  return values;
}

/** Reads a block some megabytes at a time. */
function readPieces<Values extends Float32Array | Float64Array>(
  file: H5File,
  path: string,
  take: (piece: Values, start: number) => void,
): void {
  const [rows, columns] = file.shape(path);
  const step = Math.max(1, Math.floor(READ_BYTES / (4 * columns)));
  for (let start = 0; start < rows; start += step) {
    take(file.readRows(path, start, Math.min(rows, start + step)) as Values, start);
  }
}

function readTexts(file: H5File, path: string): readonly string[] {
  return readAll(file, path) as readonly string[];
}

function readAll(file: H5File, path: string): H5Values {
  return file.readRows(path, 0, file.shape(path)[0]);
}
