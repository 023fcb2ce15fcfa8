/**
 * Rows that a recording skips: inserted without any reading where the time between two rows is short
 * enough to be bridged, so that windows can span it. A longer one stays a gap.
 */
import { GAP_PERIODS, UNKNOWN_LABEL } from '@anodec/core';
import {
  joinRows,
  NO_ROWS,
  type Rows,
  type RowStream,
  type StreamParts,
  viewRows,
} from './rows.js';

/**
 * Starts inserting absent rows. No row is held back.
 *
 * Between two rows more than one and a half periods apart, the number of absent rows is the step
 * divided by the period, rounded, less one. They are spread evenly over the step, have no reading
 * (NaN), and have the label of the rows around them, or `UNKNOWN_LABEL` where the two differ.
 *
 * @param longest absent rows times the period may not be longer to be bridged, in the clock
 */
export function startInsertingRows({ channels, period }: StreamParts, longest: number): RowStream {
  const C = channels.length;
  let last = { time: NaN, label: UNKNOWN_LABEL };
  const absentAt = (time: number): number => {
    const step = time - last.time;
    if (!(step > GAP_PERIODS * period)) return 0;
    const absent = Math.round(step / period) - 1;
    return absent * period <= longest ? absent : 0;
  };
  return {
    push(rows) {
      const parts: Rows[] = [];
      let start = 0;
      for (const [t, time] of rows.timestamps.entries()) {
        const label = rows.labels?.[t] ?? UNKNOWN_LABEL;
        const absent = absentAt(time);
        if (absent > 0) {
          const between = rows.labels && (label === last.label ? label : UNKNOWN_LABEL);
          parts.push(viewRows(rows, C, start, t), rowsBetween(last.time, time, absent, C, between));
          start = t;
        }
        last = { time, label };
      }
      if (start === 0 && parts.length === 0) return rows;
      return joinRows([...parts, viewRows(rows, C, start, rows.timestamps.length)]);
    },
    finish: () => NO_ROWS,
  };
}

/** So many rows without readings, evenly spread between two times. */
function rowsBetween(
  from: number,
  to: number,
  count: number,
  C: number,
  label: number | undefined,
): Rows {
  const step = (to - from) / (count + 1);
  const rows = {
    timestamps: Float64Array.from({ length: count }, (_, n) => from + (n + 1) * step),
    values: new Float32Array(count * C).fill(NaN),
  };
  return label === undefined ? rows : { ...rows, labels: new Uint8Array(count).fill(label) };
}
