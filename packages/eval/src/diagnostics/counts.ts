/**
 * What alarms at some limit come to, counted from row scores alone: for limits and policies that are tried
 * by the dozen, where a whole evaluation would take too long. The counts are those of `evaluate`.
 */
import { DAY, framePeriod, overlaps, type Segment, UNKNOWN_LABEL } from '@anodec/core';
import { type AlarmLengths, alarmRows } from '../alarms.js';
import { attacksFromLabels, placeAttacks, rowLabels } from '../metrics/attacks.js';
import { type Confusion, confusionOf, pointMetrics } from '../metrics/pointwise.js';
import type { TestRecording } from '../metrics/recording.js';

/** A recording whose alarms are counted. */
export interface CountedRecording {
  /** (T), NaN where there is no score. */
  readonly score: Float32Array;
  /** (T), in the clock of the recording. */
  readonly timestamps: Float64Array;
  /** (T), 1 under attack, 0 normal, `UNKNOWN_LABEL` where it is not known. */
  readonly labels: Uint8Array;
  /** Rows of attacks with an effect. */
  readonly attacks: readonly Segment[];
  /** Rows of attacks that are known to have had none: an alarm there is not false. */
  readonly traceless: readonly Segment[];
  readonly lengths: AlarmLengths;
  /** Days that a row stands for, or thousands of rows where there is no clock. */
  readonly rowTime: number;
}

/** What alarms come to; no recovery after an attack is excused. */
export interface AlarmCounts {
  /** Rows above the limit. */
  readonly flaggedRows: number;
  readonly attacks: number;
  readonly detected: number;
  readonly alarms: number;
  readonly falseAlarms: number;
  /** For each day or 1,000 rows with known labels; null where no label is known. */
  readonly falseAlarmRate: number | null;
  /** Row by row; null where they are not defined. */
  readonly precision: number | null;
  readonly recall: number | null;
  readonly f1: number | null;
}

/** Makes a test recording ready for counting. @param lengths that make alarms of rows above a limit */
export function countedRecording(
  { frame, detection, attacks: list }: TestRecording,
  lengths: AlarmLengths,
): CountedRecording {
  const placed = placeAttacks(frame, list ?? attacksFromLabels(frame));
  const rowsOf = (leavesTrace: boolean): Segment[] =>
    placed.filter(({ attack }) => attack.leavesTrace === leavesTrace).map(({ rows }) => rows);
  return {
    score: detection.score,
    timestamps: frame.timestamps,
    labels: rowLabels(frame, list && placed),
    attacks: rowsOf(true),
    traceless: rowsOf(false),
    lengths,
    rowTime: frame.clock === 'rows' ? 1 / 1000 : framePeriod(frame) / DAY,
  };
}

/** Counts alarms, attacks and rows of recordings together at one limit. */
export function countAbove(recordings: readonly CountedRecording[], limit: number): AlarmCounts {
  let [flaggedRows, attacks, detected, alarms, falseAlarms, labelledTime] = [0, 0, 0, 0, 0, 0];
  const points = { both: 0, flagged: 0, attacked: 0, rows: 0 };
  for (const recording of recordings) {
    const { score, labels, timestamps, lengths, rowTime } = recording;
    const raised = alarmRows(lengths, score, timestamps, limit);
    attacks += recording.attacks.length;
    detected += recording.attacks.filter((rows) => raised.some((a) => overlaps(a, rows))).length;
    alarms += raised.length;
    falseAlarms += raised.filter((alarm) => isFalse(recording, alarm)).length;
    for (let t = 0; t < score.length; t++) {
      const flag = score[t] > limit ? 1 : 0;
      flaggedRows += flag;
      if (labels[t] === UNKNOWN_LABEL) continue;
      labelledTime += rowTime;
      if (Number.isNaN(score[t])) continue;
      const attacked = labels[t] === 0 ? 0 : 1;
      points.rows++;
      points.flagged += flag;
      points.attacked += attacked;
      points.both += flag * attacked;
    }
  }
  return {
    flaggedRows,
    attacks,
    detected,
    alarms,
    falseAlarms,
    falseAlarmRate: labelledTime > 0 ? falseAlarms / labelledTime : null,
    ...ratios(confusionOf(points.both, points.flagged, points.attacked, points.rows)),
  };
}

/** An alarm is false that overlaps no attack and of which some row has a known label. */
function isFalse({ attacks, traceless, labels }: CountedRecording, alarm: Segment): boolean {
  if ([...attacks, ...traceless].some((rows) => overlaps(alarm, rows))) return false;
  return labels.subarray(alarm.start, alarm.end).some((label) => label !== UNKNOWN_LABEL);
}

/** Precision, recall and F1; null where no attack row is known, as in `evaluate`. */
function ratios(confusion: Confusion): Pick<AlarmCounts, 'precision' | 'recall' | 'f1'> {
  const known = confusion.truePositives + confusion.falseNegatives > 0;
  return known ? pointMetrics(confusion) : { precision: null, recall: null, f1: null };
}
