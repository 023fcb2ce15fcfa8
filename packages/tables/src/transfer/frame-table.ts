/** A frame as a table: its time, its channels, its labels. */
import { addOffset, frameLength, offsetOf, type TimeSeriesFrame } from '@anodec/core';
import {
  type BlockTableReader,
  createBlockTable,
  type NumberBlock,
} from '../hdf5/column-blocks.js';
import { LABEL_COLUMN, labelLegend } from '../hdf5/frame-store.js';
import { ELAPSED_COLUMN } from '../hdf5/pandas-index.js';

/**
 * The same columns as a frame in a store gives: `Timestamp`, or `time [s]` where only the time
 * since the beginning is known, or `row` where rows are numbered with gaps; channels as float32, those
 * with an offset as float64; labels as int8, -1 where unknown.
 */
export function frameTable(frame: TimeSeriesFrame, source: string): BlockTableReader {
  const { values, channels, labels, offsets } = frame;
  const C = channels.length;
  const readings: NumberBlock = {
    columns: channels.map((name, c) => ({
      name,
      kind: 'number',
      ...(offsetOf(frame, c) === 0 && { stored: 'float32' }),
    })),
    numbers: (start, end) => {
      const numbers = Float64Array.from(values.subarray(start * C, end * C));
      return offsets ? numbers.map((value, i) => addOffset(value, offsets[i % C])) : numbers;
    },
  };
  const blocks = [...timeColumns(frame), readings];
  if (labels) {
    const column = {
      name: LABEL_COLUMN,
      kind: 'number',
      stored: 'int8',
      legend: labelLegend(labels),
    } as const;
    blocks.push({
      columns: [column],
      numbers: (start, end) => Float64Array.from(Int8Array.from(labels.subarray(start, end))),
    });
  }
  return createBlockTable({ source, rows: frameLength(frame), blocks });
}

function timeColumns({ clock, timestamps }: TimeSeriesFrame): NumberBlock[] {
  if (clock === 'utc') {
    const column = { name: 'Timestamp', kind: 'time' } as const;
    return [{ columns: [column], numbers: (start, end) => timestamps.slice(start, end) }];
  }
  if (clock === 'elapsed') {
    const seconds = (start: number, end: number) =>
      timestamps.slice(start, end).map((time) => time / 1000);
    return [{ columns: [{ name: ELAPSED_COLUMN, kind: 'number' }], numbers: seconds }];
  }
  if (timestamps.every((row, t) => row === t)) return [];
  const numbers = (start: number, end: number) => timestamps.slice(start, end);
  return [{ columns: [{ name: 'row', kind: 'number' }], numbers }];
}
