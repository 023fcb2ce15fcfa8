/** Alarms as a flag for each row. */
import { ShapeError } from '@anodec/core';
import type { Alarm } from '@anodec/eval';

/**
 * The predicted flag of each row.
 *
 * @param T rows of the recording
 * @returns (T), 1 in an alarm, 0 elsewhere
 * @throws ShapeError when an alarm does not lie within the rows
 */
export function flagsOf(alarms: readonly Pick<Alarm, 'rows'>[], T: number): Uint8Array {
  const flags = new Uint8Array(T);
  for (const { rows } of alarms) {
    if (!(rows.start >= 0 && rows.start <= rows.end && rows.end <= T)) {
      throw new ShapeError(
        `Alarms must lie within the ${T} rows of their recording, got one in rows ${rows.start} to ${rows.end}.`,
      );
    }
    flags.fill(1, rows.start, rows.end);
  }
  return flags;
}
