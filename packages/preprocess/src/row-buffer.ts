/** Rows that a step holds back, in memory that grows. */
import { copyRows, NO_ROWS, type Rows, viewRows } from './rows.js';

/** The rows held, numbered from 0. */
export interface RowBuffer {
  length(): number;
  time(row: number): number;
  set(row: number, channel: number, value: number): void;
  /** Copies rows to the end. */
  append(rows: Rows): void;
  /** Removes the first rows. @returns a copy of them */
  take(count: number): Rows;
}

/** Makes an empty buffer for rows of C channels; adding a row costs the same however many are held. */
export function createRowBuffer(C: number): RowBuffer {
  let memory = NO_ROWS;
  let rows = 0;
  const reserve = (needed: number, labelled: boolean): void => {
    const before = memory;
    if (needed <= before.timestamps.length) return;
    const capacity = Math.max(needed, 2 * before.timestamps.length);
    memory = {
      timestamps: new Float64Array(capacity),
      values: new Float32Array(capacity * C),
      ...(labelled && { labels: new Uint8Array(capacity) }),
    };
    write(memory, C, 0, viewRows(before, C, 0, rows));
  };
  return {
    length: () => rows,
    time: (row) => memory.timestamps[row],
    set(row, channel, value) {
      memory.values[row * C + channel] = value;
    },
    append(added) {
      const end = rows + added.timestamps.length;
      reserve(end, added.labels !== undefined);
      write(memory, C, rows, added);
      rows = end;
    },
    take(count) {
      const taken = copyRows(viewRows(memory, C, 0, count));
      write(memory, C, 0, viewRows(memory, C, count, rows)); // typed arrays copy overlaps correctly
      rows -= count;
      return taken;
    },
  };
}

function write(memory: Rows, C: number, at: number, { timestamps, values, labels }: Rows): void {
  memory.timestamps.set(timestamps, at);
  memory.values.set(values, at * C);
  if (labels) memory.labels?.set(labels, at);
}
