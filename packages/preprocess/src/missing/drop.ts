/** Rows that lack a reading are removed. */
import { DataError, variantSettings } from '@anodec/core';
import { NO_ROWS, type Rows } from '../rows.js';
import { defineMissingRule } from './rule.js';

const settings = variantSettings('drop', 'Rows that lack a reading are removed, leaving gaps', {});

/** Removes every row that lacks a reading; no window spans what was removed. No row is held back. */
export const drop = defineMissingRule({
  settings,
  takesInsertedRows: false,
  start: ({ channels, what }) => {
    let [pushed, kept] = [0, 0];
    return {
      push(rows) {
        const complete = completeRows(rows, channels.length);
        pushed += rows.timestamps.length;
        kept += complete.timestamps.length;
        return complete;
      },
      finish() {
        if (kept > 0 || pushed === 0) return NO_ROWS;
        throw new DataError(
          `Some row of ${what} must have a reading of every channel, got none that has. Exclude the ` +
            'channels that are missing throughout, or choose another rule with the setting missing.',
        );
      },
    };
  },
});

function completeRows(rows: Rows, C: number): Rows {
  const { timestamps, values, labels } = rows;
  const kept = Int32Array.from(timestamps.keys()).filter(
    (t) => !values.subarray(t * C, (t + 1) * C).some((value) => Number.isNaN(value)),
  );
  if (kept.length === timestamps.length) return rows;
  const complete = new Float32Array(kept.length * C);
  for (const [n, t] of kept.entries()) complete.set(values.subarray(t * C, (t + 1) * C), n * C);
  return {
    timestamps: Float64Array.from(kept, (t) => timestamps[t]),
    values: complete,
    ...(labels && { labels: Uint8Array.from(kept, (t) => labels[t]) }),
  };
}
