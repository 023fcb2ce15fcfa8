/** Numbers of a table that grows by chunks of rows. */
import type { TableChunk } from '@anodec/tables';
import type { Column } from './columns.js';

const BLOCK_ROWS = 65_536;

/** Collects the columns of numbers. */
export interface NumberBlocks {
  add(chunk: TableChunk): void;
  /** The first `rows` values of column `k`, copied. */
  column(k: number, rows: number): Column;
  /** Fills `out` with the values of column `k` from row `start` on. */
  read(k: number, start: number, out: Float64Array): void;
}

/**
 * Creates empty blocks.
 *
 * @param columns where in a row of a chunk each column lies, and whether float32 holds it
 * @param width numbers of a row in a chunk
 */
export function createNumberBlocks(
  columns: readonly { readonly place: number; readonly stored?: 'float32' | 'int8' }[],
  width: number,
): NumberBlocks {
  const blocks: Column[][] = [];
  const make = ({ stored }: (typeof columns)[number], length: number): Column =>
    stored ? new Float32Array(length) : new Float64Array(length);
  let used = BLOCK_ROWS;
  return {
    add({ rows, numbers }) {
      for (let from = 0; from < rows; ) {
        if (used === BLOCK_ROWS) {
          blocks.push(columns.map((column) => make(column, BLOCK_ROWS)));
          used = 0;
        }
        const block = blocks[blocks.length - 1];
        const count = Math.min(BLOCK_ROWS - used, rows - from);
        for (const [k, { place }] of columns.entries()) {
          const values = block[k];
          let at = from * width + place;
          for (let t = used; t < used + count; t++, at += width) values[t] = numbers[at];
        }
        from += count;
        used += count;
      }
    },
    column(k, rows) {
      const whole = make(columns[k], rows);
      for (const [b, block] of blocks.entries()) {
        const start = b * BLOCK_ROWS;
        whole.set(block[k].subarray(0, Math.min(BLOCK_ROWS, rows - start)), start);
      }
      return whole;
    },
    read(k, start, out) {
      for (let done = 0; done < out.length; ) {
        const row = start + done;
        const from = row % BLOCK_ROWS;
        const count = Math.min(BLOCK_ROWS - from, out.length - done);
        out.set(blocks[Math.floor(row / BLOCK_ROWS)][k].subarray(from, from + count), done);
        done += count;
      }
    },
  };
}

/** Times of a table whose length is not known yet. */
export function createGrowingTimes(): {
  /** Room for so many more; what is in it stays. */
  reserve(rows: number): Float64Array;
  whole(): Float64Array;
} {
  let times = new Float64Array(BLOCK_ROWS);
  let length = 0;
  return {
    reserve(rows) {
      length += rows;
      if (length > times.length) {
        const larger = new Float64Array(Math.max(length, 2 * times.length));
        larger.set(times);
        times = larger;
      }
      return times;
    },
    whole: () => times.subarray(0, length),
  };
}
