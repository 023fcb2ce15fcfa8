/** Foldings by a statistic of all windows that cover a row. */
import { checkShape, ShapeError } from './errors.js';
import type { Folding } from './fold.js';
import { median } from './stats.js';

/**
 * The median over all windows that cover a row: a single window that fails at the row does not move it. As
 * with the mean, the value of a row depends on rows that come after it.
 */
export function medianFolding(T: number, C: number, W: number): Folding {
  return statisticFolding(T, C, W, median);
}

/**
 * The smallest value over all windows that cover a row: it is high only where no window, however the row
 * lies in it, gives a small one. The value of a row depends on rows that come after it.
 */
export function minFolding(T: number, C: number, W: number): Folding {
  return statisticFolding(T, C, W, (values) => values.reduce((a, b) => Math.min(a, b)));
}

/**
 * Keeps the values of the last W rows, and summarises those of a row when no later window can cover it.
 * NaN in one of the values gives NaN.
 */
function statisticFolding(
  T: number,
  C: number,
  W: number,
  statistic: (values: Float32Array) => number,
): Folding {
  const rows = new Float32Array(T * C).fill(NaN);
  const values = new Float32Array(W * C * W); // for each of W rows and each channel those of its windows
  const counts = new Uint32Array(W);
  let next = 0; // the first row that is not summarised
  const summariseUpTo = (end: number): void => {
    for (; next < end; next++) {
      const slot = next % W;
      for (let c = 0; c < C && counts[slot] > 0; c++) {
        const first = (slot * C + c) * W;
        const of = values.subarray(first, first + counts[slot]);
        rows[next * C + c] = of.some(Number.isNaN) ? NaN : statistic(of);
      }
      counts[slot] = 0;
    }
  };
  return {
    add(start, window) {
      checkShape('values', window, W, C);
      if (start < next) {
        throw new ShapeError(
          `Windows must come in order, got one at row ${start} after row ${next}.`,
        );
      }
      summariseUpTo(start);
      for (let w = 0; w < W; w++) {
        const slot = (start + w) % W;
        const k = counts[slot]++;
        for (let c = 0; c < C; c++) values[(slot * C + c) * W + k] = window[w * C + c];
      }
    },
    finish() {
      summariseUpTo(T);
      return rows;
    },
  };
}
