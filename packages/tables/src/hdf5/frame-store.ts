/** Frames in the processed store: pandas' layout, plus attributes that pandas does not know. */
import {
  type Clock,
  createFrame,
  DataError,
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

/** Writes a frame below a group that does not exist yet; values stay float32. */
export function writeFrameGroup(file: H5File, group: string, frame: TimeSeriesFrame): void {
  const { channels, values, labels, clock } = frame;
  const blocks: PandasBlock[] = [{ items: channels, values }];
  if (labels) blocks.push({ items: [LABEL_COLUMN], values: Int8Array.from(labels) });
  writePandasFrame(file, group, describeIndex(frame), blocks);
  file.setAttributes(group, { clock, ...(labels && { legend: labelLegend(labels) }) });
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
 * Reads what `writeFrameGroup` wrote, the values into one new array.
 *
 * @throws DataError when the group holds something else
 */
export function readFrameGroup(file: H5File, group: string): TimeSeriesFrame {
  const { clock } = file.attributes(group);
  const labelled = file.children(group).includes('block1_values');
  // scores lie in the same layout, with their times where a frame has its labels
  const scores = labelled && readTexts(file, `${group}/block1_items`)[0] !== LABEL_COLUMN;
  if (!isClock(clock) || !isOwnFrame(file, group) || scores) {
    throw new DataError(
      `${group.slice(1)} in ${file.path} must be a prepared frame, got something else. ` +
        'Prepare the store again.',
    );
  }
  const channels = readTexts(file, `${group}/block0_items`);
  const values = readValues(file, `${group}/block0_values`);
  const index = readAll(file, `${group}/axis1`);
  const timestamps =
    index instanceof BigInt64Array ? millisecondsOf(index) : (index as Float64Array);
  const parts = { channels, values, timestamps, clock };
  if (!labelled) return createFrame(parts);
  const labels = Uint8Array.from(readAll(file, `${group}/block1_values`) as Int8Array);
  return createFrame({ ...parts, labels });
}

function isClock(clock: unknown): clock is Clock {
  return clock === 'utc' || clock === 'elapsed' || clock === 'rows';
}

function readValues(file: H5File, path: string): Float32Array {
  const [rows, columns] = file.shape(path);
  const values = new Float32Array(rows * columns);
  const step = Math.max(1, Math.floor(READ_BYTES / (4 * columns)));
  for (let start = 0; start < rows; start += step) {
    const piece = file.readRows(path, start, Math.min(rows, start + step));
    values.set(piece as Float32Array, start * columns);
  }
  return values;
}

function readTexts(file: H5File, path: string): readonly string[] {
  return readAll(file, path) as readonly string[];
}

function readAll(file: H5File, path: string): H5Values {
  return file.readRows(path, 0, file.shape(path)[0]);
}
