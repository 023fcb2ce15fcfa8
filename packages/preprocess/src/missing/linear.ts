/** Missing readings lie on a line between the readings around them. */
import { GAP_PERIODS, variantSettings } from '@anodec/core';
import type { RowStream } from '../rows.js';
import { createRowBuffer, type RowBuffer } from '../row-buffer.js';
import { Hold, insertedUpTo, largestAge } from './hold.js';
import { defineMissingRule, type MissingParts } from './rule.js';

const settings = variantSettings(
  'linear',
  'Missing readings lie on a straight line between the readings before and after',
  { hold: Hold },
);

/**
 * Draws a straight line in time between the readings before and after a run of missing ones whose last
 * row is at most `hold` after the reading before. Before the first and after the last reading of a
 * gap-free stretch readings stay missing.
 *
 * Depends on later rows. A row is held back until each channel that it lacks has its next reading,
 * until a gap or the end of the recording, or, with `hold`, until the first row that is more than
 * `hold` after that channel's last reading. Rows without missing readings are held back only behind
 * such rows.
 *
 * Source: pandas' `interpolate(method='time', limit_area='inside')`, for each gap-free stretch.
 */
export const linear = defineMissingRule({
  settings,
  takesInsertedRows: true,
  hold: insertedUpTo,
  start: (recording, options) => startLines(recording, largestAge(options, recording)),
});

function startLines({ channels, period }: MissingParts, longest: number): RowStream {
  const C = channels.length;
  const held = createRowBuffer(C);
  const lines = channels.map(() => startLine());
  let before = NaN;
  return {
    push(rows) {
      const first = held.length();
      held.append(rows);
      for (const [n, time] of rows.timestamps.entries()) {
        const isGap = time - before > GAP_PERIODS * period;
        before = time;
        for (let c = 0; c < C; c++) {
          const line = lines[c];
          if (isGap) line.end();
          const reading = rows.values[n * C + c];
          if (Number.isNaN(reading)) line.miss(first + n, time, longest);
          else line.draw(first + n, time, reading, held, c);
        }
      }
      const complete = lines.reduce((rest, { from }) => Math.min(rest, from()), held.length());
      for (const line of lines) line.shift(complete);
      return held.take(complete);
    },
    finish: () => held.take(held.length()),
  };
}

/** The line of one channel, from its latest reading on. */
function startLine() {
  let reading = NaN;
  let readAt = NaN; // no reading yet
  let open = -1; // first held row that a next reading would fill
  const end = (): void => {
    readAt = NaN;
    open = -1;
  };
  return {
    end,
    miss(row: number, time: number, longest: number): void {
      if (time - readAt > longest) end();
      else if (open < 0 && !Number.isNaN(readAt)) open = row;
    },
    draw(row: number, time: number, next: number, held: RowBuffer, c: number): void {
      for (let m = open; m >= 0 && m < row; m++) {
        const share = (held.time(m) - readAt) / (time - readAt);
        held.set(m, c, reading + share * (next - reading));
      }
      [reading, readAt, open] = [next, time, -1];
    },
    from: (): number => (open < 0 ? Infinity : open),
    shift(rows: number): void {
      if (open >= 0) open -= rows;
    },
  };
}
