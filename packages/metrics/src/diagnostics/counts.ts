/**
 * What alarms come to, counted from row scores and their limits alone: for limits and policies that are tried
 * by the dozen, where a whole evaluation would take too long. Alarms are raised by the stage that the alarm
 * policy raises them with, so the counts are those of `evaluate`.
 */
import { DAY, framePeriod, overlaps, type Segment, UNKNOWN_LABEL } from '@anodec/core';
import { type AlarmLengths, alarmStage, closingLimit } from '@anodec/eval';
import { attacksFromLabels, placeAttacks, rowLabels } from '../attacks.js';
import { type Confusion, confusionOf, pointMetrics } from '../pointwise.js';
import { limitsOf, type TestRecording } from '../recording.js';

/** What makes alarms of rows beside their limits. */
export interface AlarmRules {
  readonly lengths: AlarmLengths;
  /** The limit at which an alarm ends as a share of the limit, in (0, 1]. */
  readonly closeAt: number;
}

/** A recording whose alarms are counted. */
export interface CountedRecording extends AlarmRules {
  /** (T), NaN where there is no score. */
  readonly score: Float32Array;
  /** (T), the limit of each row, in the unit of the score. */
  readonly limits: Float64Array;
  /** (T), in the clock of the recording. */
  readonly timestamps: Float64Array;
  /** (T), 1 under attack, 0 normal, `UNKNOWN_LABEL` where it is not known. */
  readonly labels: Uint8Array;
  /** Rows of attacks with an effect. */
  readonly attacks: readonly Segment[];
  /** Rows of attacks that are known to have had none: an alarm there is not false. */
  readonly traceless: readonly Segment[];
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

/** Makes a test recording ready for counting. */
export function countedRecording(
  { frame, detection, attacks: list }: TestRecording,
  rules: AlarmRules,
): CountedRecording {
  const placed = placeAttacks(frame, list ?? attacksFromLabels(frame));
  const rowsOf = (leavesTrace: boolean): Segment[] =>
    placed.filter(({ attack }) => attack.leavesTrace === leavesTrace).map(({ rows }) => rows);
  return {
    score: detection.score,
    limits: limitsOf(detection),
    timestamps: frame.timestamps,
    labels: rowLabels(frame, list && placed),
    attacks: rowsOf(true),
    traceless: rowsOf(false),
    ...rules,
    rowTime: frame.clock === 'rows' ? 1 / 1000 : framePeriod(frame) / DAY,
  };
}

/**
 * Counts alarms, attacks and rows of recordings together.
 *
 * @param factor what every limit is multiplied with, one that moves as it moved in use
 */
export function countAlarms(recordings: readonly CountedRecording[], factor = 1): AlarmCounts {
  let [flaggedRows, attacks, detected, alarms, falseAlarms, labelledTime] = [0, 0, 0, 0, 0, 0];
  const points = { both: 0, flagged: 0, attacked: 0, rows: 0 };
  for (const recording of recordings) {
    const { score, limits, labels, rowTime } = recording;
    const raised = raiseAlarms(recording, factor);
    attacks += recording.attacks.length;
    detected += recording.attacks.filter((rows) => raised.some((a) => overlaps(a, rows))).length;
    alarms += raised.length;
    falseAlarms += raised.filter((alarm) => isFalse(recording, alarm)).length;
    for (let t = 0; t < score.length; t++) {
      const flag = score[t] > factor * limits[t] ? 1 : 0;
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

/** Rows of the alarms at scaled limits. */
function raiseAlarms(
  { score, limits, timestamps, lengths, closeAt }: CountedRecording,
  factor: number,
): Segment[] {
  const [exceeds, holds] = [new Uint8Array(score.length), new Uint8Array(score.length)];
  for (let t = 0; t < score.length; t++) {
    const limit = factor * limits[t];
    exceeds[t] = score[t] > limit ? 1 : 0; // false for NaN
    holds[t] = score[t] > closingLimit(limit, closeAt) ? 1 : 0;
  }
  const rows = { score, timestamps, exceeds, holds };
  return alarmStage({ ...lengths, channels: [] })
    .apply(rows)
    .map((alarm) => alarm.rows);
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
