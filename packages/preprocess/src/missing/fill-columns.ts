import { contiguousSegments, createFrame, type Segment, type TimeSeriesFrame } from '@anodec/core';
import { countMissing } from './treatment.js';

/**
 * Fills the column of one channel within one gap-free stretch.
 *
 * @param value reads row t
 * @param fill sets row t
 */
export type FillColumn = (
  rows: Segment,
  value: (t: number) => number,
  fill: (t: number, value: number) => void,
  timestamps: Float64Array,
) => void;

/** Applies `fillColumn` to every channel of every gap-free stretch of a copy of the frame. */
export function fillColumns(frame: TimeSeriesFrame, fillColumn: FillColumn): TimeSeriesFrame {
  if (countMissing(frame) === 0) return frame;
  const { channels, timestamps } = frame;
  const C = channels.length;
  const values = frame.values.slice();
  for (const rows of contiguousSegments(frame)) {
    for (let c = 0; c < C; c++) {
      const value = (t: number): number => values[t * C + c];
      const fill = (t: number, filled: number): void => {
        values[t * C + c] = filled;
      };
      fillColumn(rows, value, fill, timestamps);
    }
  }
  return createFrame({ ...frame, values });
}
