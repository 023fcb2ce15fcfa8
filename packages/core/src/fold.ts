/**
 * From windows back to rows: several windows cover a row, a row has one score.
 *
 * A folding takes one window at a time, so that the errors of all windows never lie in memory at once.
 */
import { checkShape } from './errors.js';

/** Collects values of windows into values of rows. */
export interface Folding {
  /**
   * Adds the values of one window.
   *
   * @param start first row of the window
   * @param values (W, C)
   */
  add(start: number, values: Float32Array): void;
  /** The values of rows, (T, C); NaN where no window reached. */
  finish(): Float32Array;
}

/** Averages over all windows that cover a row. The value of a row depends on rows that come after it. */
export function meanFolding(T: number, C: number, W: number): Folding {
  const sums = new Float64Array(T * C); // thousands of float32 added up would drift
  const counts = new Uint32Array(T);
  return {
    add(start, values) {
      checkShape('values', values, W, C);
      for (let w = 0; w < W; w++) counts[start + w]++;
      for (let i = 0; i < W * C; i++) sums[start * C + i] += values[i];
    },
    finish() {
      // a loop, because `Float32Array.from` with a function takes thirty times as long
      const means = new Float32Array(T * C);
      for (let i = 0; i < means.length; i++)
        means[i] = sums[i] / (counts[Math.floor(i / C)] || NaN);
      return means;
    },
  };
}

/**
 * Takes each row from the window that ends with it: the score of a row is known as soon as the row
 * is, and nothing that comes later changes it. The first W − 1 rows of a stretch have no score.
 */
export function lastRowFolding(T: number, C: number, W: number): Folding {
  const rows = new Float32Array(T * C).fill(NaN);
  return {
    add(start, values) {
      checkShape('values', values, W, C);
      rows.set(values.subarray((W - 1) * C), (start + W - 1) * C);
    },
    finish: () => rows,
  };
}

/**
 * Gives the mean of a whole window to its last row; rows at which no window ends have no value.
 *
 * NaN values do not count in the mean of their channel. A change shows as long as it is within
 * the window, W rows, and is damped by the rows before it.
 */
export function windowMeanFolding(T: number, C: number, W: number): Folding {
  const rows = new Float32Array(T * C).fill(NaN);
  return {
    add(start, values) {
      checkShape('values', values, W, C);
      for (let c = 0; c < C; c++) {
        let sum = 0;
        let count = 0;
        for (let i = c; i < W * C; i += C) {
          if (Number.isNaN(values[i])) continue;
          sum += values[i];
          count++;
        }
        rows[(start + W - 1) * C + c] = sum / count; // NaN for none
      }
    },
    finish: () => rows,
  };
}
