/** Compares what a detector found with what is known about attacks: every registered metric. */
import type { Attack, TimeSeriesFrame } from '@anodec/core';
import type { Span } from '../span.js';
import { evaluatedRows } from './evaluated-rows.js';
import type { Evaluation } from './evaluation.js';
import { compareEvents } from './events.js';
import { computeMetrics, type Metric, type MetricInput } from './metric.js';
import { attackResult } from './per-attack.js';
import { pointResults } from './point-results.js';
import {
  type EvaluatedDetection,
  type EvaluatedRecording,
  prepareRecordings,
  timeOfRows,
  type TestRecording,
  type UnscoredRows,
} from './recording.js';
import { allMetrics } from './registry.js';
import { countRecordingRows, type RowCounts, sumRowCounts } from './row-counts.js';

/** Where the settings do not give one. */
const ASSUMED_PERIOD = '1min';
const ONSET_TOLERANCE = '1min';

/** Settings that recordings share. */
export interface EvaluationSettings {
  /** Recoveries to report beside none at all; 30 min by default. */
  readonly recoveries?: readonly Span[];
  /** The period of rows where the recording has no clock; 1 min by default. */
  readonly assumedPeriod?: string;
  /**
   * How far before its attack an alarm may begin and still count as the attack's own, as starts of
   * attacks may be written down late; 1 min by default.
   */
  readonly onsetTolerance?: Span;
  /** Draws of the random floor; 200 by default. */
  readonly draws?: number;
}

/** Settings, and what is known about a single recording. */
export interface EvaluationOptions extends EvaluationSettings {
  /** The attacks; absent: the runs of the labels. */
  readonly attacks?: readonly Attack[];
  /** Why rows have no score, as far as it is known. */
  readonly unscored?: readonly UnscoredRows[];
}

/**
 * Evaluates a detection on its recording.
 *
 * @param frame the recording, with labels where there are some: point-wise metrics follow them,
 *   event-wise ones the list of attacks
 * @throws DataError or ShapeError as `evaluateRecordings`
 */
export function evaluate(
  detection: EvaluatedDetection,
  frame: TimeSeriesFrame,
  options: EvaluationOptions = {},
): Evaluation {
  const { attacks, unscored, ...settings } = options;
  const known = { ...(attacks && { attacks }), ...(unscored && { unscored }) };
  return evaluateRecordings([{ frame, detection, ...known }], settings);
}

/**
 * Evaluates the detections of one detector on several recordings together: rows one after the other
 * for point-wise metrics, attacks, alarms and recorded time summed. No alarm and no recovery reaches
 * from one recording into the next.
 *
 * @throws DataError when there is no recording, when they differ in clock or threshold, or when more
 *   rows are explained than lack a score
 * @throws ShapeError when there is not one score for each row
 */
export function evaluateRecordings(
  tests: readonly TestRecording[],
  settings: EvaluationSettings = {},
): Evaluation {
  const { recoveries = ['30min'], draws } = settings;
  const { assumedPeriod = ASSUMED_PERIOD, onsetTolerance = ONSET_TOLERANCE } = settings;
  const recordings = prepareRecordings(tests, { assumedPeriod, onsetTolerance });
  const lines = recordings.map(countRecordingRows);
  const counts = sumRowCounts(lines);
  const events = compareEvents(recordings, recoveries, assumedPeriod);
  const results = recordings.flatMap((one) => one.attacks.map((a) => attackResult(one, a)));
  const attacks = results.filter(({ attack }) => attack.leavesTrace);
  const [strict] = events.recoveries;
  const input: MetricInput = {
    rows: evaluatedRows(recordings),
    events: strict.total,
    attacks,
    alarms: events.alarms,
    counts,
    labelledTime: timeOfRows(
      recordings,
      lines.map(({ rows, unknownLabelRows }) => rows - unknownLabelRows),
    ),
    recordings,
  };
  return {
    ...counts,
    ...knowledgeOf(recordings, counts),
    recorded: timeOfRows(
      recordings,
      lines.map(({ rows }) => rows),
    ),
    recordings: recordings.map(({ name }, i) => ({ name, ...lines[i], ...strict.each[i] })),
    metrics: computeMetrics(allMetrics(), input),
    events: events.recoveries.map(({ recovery, total }) => ({
      recovery,
      ...total,
      metrics: computeMetrics(recoveryMetrics(), { ...input, events: total }),
    })),
    ...pointResults(input, draws),
    attacks,
    alarms: events.alarms,
    traceless: results.filter(({ attack }) => !attack.leavesTrace),
    outside: outsideOf(recordings),
  };
}

function recoveryMetrics(): Metric[] {
  return allMetrics().filter(({ perRecovery }) => perRecovery);
}

/** What is known about attacks, and from where; the list counts more than labels. */
function knowledgeOf(
  recordings: readonly EvaluatedRecording[],
  { rows, unknownLabelRows }: RowCounts,
): Pick<Evaluation, 'knowledge' | 'knownFrom'> {
  const sources = ['list', 'labels'] as const;
  const knownFrom =
    sources.find((source) => recordings.some((one) => one.knownFrom === source)) ?? 'nothing';
  if (recordings.some(({ attacks }) => attacks.length > 0))
    return { knowledge: 'attacks', knownFrom };
  return { knowledge: unknownLabelRows < rows ? 'noAttacks' : 'unknown', knownFrom };
}

/** Names of the listed attacks that lie in none of the recordings. */
function outsideOf(recordings: readonly EvaluatedRecording[]): string[] {
  const placed = new Set(recordings.flatMap(({ attacks }) => attacks.map(({ attack }) => attack)));
  const listed = new Set(recordings.flatMap((recording) => recording.listed));
  return [...listed].filter((attack) => !placed.has(attack)).map(({ name }) => name);
}
