/** How much time alarms take, beside the rows that raised them. */
import type { Alarm } from './alarms.js';

/** Rows above the threshold and rows in alarm. */
export interface AlarmCoverage {
  readonly rowsAbove: number;
  readonly rowsInAlarm: number;
  /**
   * Rows in alarm for each row above the threshold; NaN without any. Far above 1, merging makes more of the
   * alarms than scores do.
   */
  readonly ratio: number;
}

/** Counts both for the detection of a recording, or of several together. */
export function alarmCoverage(
  detections: readonly { readonly exceeds: Uint8Array; readonly alarms: readonly Alarm[] }[],
): AlarmCoverage {
  let [rowsAbove, rowsInAlarm] = [0, 0];
  for (const { exceeds, alarms } of detections) {
    rowsAbove += exceeds.reduce((sum, flag) => sum + flag, 0);
    for (const { rows } of alarms) rowsInAlarm += rows.end - rows.start;
  }
  return { rowsAbove, rowsInAlarm, ratio: rowsAbove > 0 ? rowsInAlarm / rowsAbove : NaN };
}
