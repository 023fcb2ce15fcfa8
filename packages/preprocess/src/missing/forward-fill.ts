/** Missing readings repeat the reading before. */
import { GAP_PERIODS, variantSettings } from '@anodec/core';
import { Hold, insertedUpTo, largestAge } from './hold.js';
import { countMissing, defineMissingRule, rowByRow } from './rule.js';

const settings = variantSettings('forward-fill', 'Missing readings repeat the reading before', {
  hold: Hold,
});

/**
 * Repeats the reading before, at most `hold` old; before the first reading of a gap-free stretch
 * readings stay missing. Depends on no later row, so that no row is held back.
 *
 * Source: pandas' `ffill()`, for each gap-free stretch; with `hold`, `asfreq(period).ffill(limit)`.
 */
export const forwardFill = defineMissingRule({
  settings,
  takesInsertedRows: true,
  hold: insertedUpTo,
  start: (recording, options) => {
    const C = recording.channels.length;
    const longest = largestAge(options, recording);
    const latest = new Float32Array(C).fill(NaN);
    const readAt = new Float64Array(C).fill(NaN);
    let before = NaN;
    return rowByRow((rows) => {
      const { timestamps, values } = rows;
      const filled = countMissing(rows) > 0 ? values.slice() : values;
      for (const [t, time] of timestamps.entries()) {
        if (time - before > GAP_PERIODS * recording.period) latest.fill(NaN);
        for (let c = 0; c < C; c++) {
          const reading = values[t * C + c];
          if (!Number.isNaN(reading)) {
            latest[c] = reading;
            readAt[c] = time;
          } else if (time - readAt[c] <= longest) filled[t * C + c] = latest[c];
        }
        before = time;
      }
      return filled === values ? rows : { ...rows, values: filled };
    });
  },
});
