/**
 * From windows back to rows: several windows cover a row, a row has one score.
 *
 * A folding is fed window by window, so that the errors of all windows never lie in memory at once.
 */
import { checkShape } from './errors.js';

/** Collects what windows say about rows. */
export interface Folding {
  /**
   * Takes the values of one window.
   *
   * @param start first row of the window
   * @param values (W, C)
   */
  add(start: number, values: Float32Array): void;
  /** What was collected, (T, C); NaN where no window reached. */
  finish(): Float32Array;
}

/** Averages all windows that cover a row. The value of a row depends on rows that come after it. */
export function meanFolding(T: number, C: number, W: number): Folding {
  const sums = new Float64Array(T * C); // thousands of float32 added up would drift
  const counts = new Uint32Array(T);
  return {
    add(start, values) {
      checkShape('values', values, W, C);
      for (let w = 0; w < W; w++) counts[start + w]++;
      for (let i = 0; i < W * C; i++) sums[start * C + i] += values[i];
    },
    finish: () => Float32Array.from(sums, (sum, i) => sum / (counts[Math.floor(i / C)] || NaN)),
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
