/** All results of one detector on one or several test recordings, as plain data. */
import type { EventCounts } from './events.js';
import type { Floor } from './floors.js';
import type { MetricValues } from './metric.js';
import type { AlarmResult } from './per-alarm.js';
import type { AttackResult } from './per-attack.js';
import type { Confusion } from './pointwise.js';
import type { OracleF1 } from './ranking.js';
import type { RecordedTime } from './recording.js';
import type { RowCounts } from './row-counts.js';

/** The events and metrics for one length of recovery. */
export interface RecoveryResult extends EventCounts {
  /** How long after an attack an alarm is not counted as false: "0", "30 min". */
  readonly recovery: string;
  /** Values of the metrics that depend on the recovery. */
  readonly metrics: MetricValues;
}

/** One line for each recording; events without any recovery. */
export interface RecordingResult extends RowCounts, EventCounts {
  readonly name: string;
}

/** Row by row, beside the metrics: counts, and the best threshold that labels could choose. */
export interface PointResult extends Confusion {
  readonly oracle: OracleF1 | null;
}

/** The point-wise metrics without the rows of the longest attack, which dominates them. */
export interface WithoutLongest {
  /** Name of the attack. */
  readonly longest: string;
  /** Rows that count. */
  readonly evaluatedRows: number;
  readonly metrics: MetricValues;
}

/**
 * What is known about attacks in the recordings: some are known, it is known that there are none, or
 * nothing is known.
 */
export type Knowledge = 'attacks' | 'noAttacks' | 'unknown';

/** All results; what needs labels is null where no attack row is known. */
export interface Evaluation extends RowCounts {
  readonly knowledge: Knowledge;
  /** Where that is known from. */
  readonly knownFrom: 'list' | 'labels' | 'nothing';
  readonly recorded: RecordedTime;
  readonly recordings: readonly RecordingResult[];
  /** Values by the key of the metric, without any recovery. */
  readonly metrics: MetricValues;
  /** For each recovery, none first. */
  readonly events: readonly RecoveryResult[];
  readonly points: PointResult | null;
  readonly withoutLongest: WithoutLongest | null;
  /** Detectors that know nothing, on all metrics; none where no attack is known. */
  readonly floors: readonly Floor[];
  /** Whether every row that has a score has the same: the detector tells nothing apart. */
  readonly collapsed: boolean;
  /** Attacks with an effect, in order. */
  readonly attacks: readonly AttackResult[];
  /** Every alarm and what it overlaps, in order. */
  readonly alarms: readonly AlarmResult[];
  /** Attacks that are known to have had no effect. */
  readonly traceless: readonly AttackResult[];
  /** Names of attacks that lie outside the recordings. */
  readonly outside: readonly string[];
}
