/** Compares what a detector found with what is known about attacks: every registered metric. */
import { type Attack, finish, type InPieces, type TimeSeriesFrame } from '@anodec/core';
import type { Span } from '@anodec/eval';
import type { Evaluation } from './evaluation.js';
import { longestRecoveries, recoveriesOf } from './events.js';
import { computeFloors } from './floors.js';
import { panelInput, panelValues } from './panel-values.js';
import { alarmResults } from './per-alarm.js';
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
  /** Draws of the random floors; 100 by default, a tenth of them for metrics that take long. */
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
  return finish(evaluationInPieces(tests, settings));
}

/** `evaluateRecordings` for callers that can be stopped meanwhile: the metrics, then the floors draw by draw. */
export function* evaluationInPieces(
  tests: readonly TestRecording[],
  settings: EvaluationSettings = {},
): InPieces<Evaluation> {
  const { recoveries: spans = ['30min'], draws } = settings;
  const { assumedPeriod = ASSUMED_PERIOD, onsetTolerance = ONSET_TOLERANCE } = settings;
  const recordings = prepareRecordings(tests, { assumedPeriod, onsetTolerance });
  const lines = recordings.map(countRecordingRows);
  const counts = sumRowCounts(lines);
  const recoveries = recoveriesOf(recordings, spans, assumedPeriod);
  const known = lines.map(({ rows, unknownLabelRows }) => rows - unknownLabelRows);
  const setting = { recoveries, counts, labelledTime: timeOfRows(recordings, known) };
  const metrics = allMetrics();
  const { input, events } = panelInput(recordings, setting);
  const values = panelValues(metrics, { input, events });
  yield;
  const longest = longestRecoveries(recoveries);
  const results = recordings.flatMap((one) => one.attacks.map((a) => attackResult(one, a)));
  const total = lines.map(({ rows }) => rows);
  const knowledge = knowledgeOf(recordings, counts);
  return {
    ...counts,
    ...knowledge,
    recorded: timeOfRows(recordings, total),
    recordings: recordings.map(({ name }, i) => ({ name, ...lines[i], ...events[0].each[i] })),
    metrics: values.metrics,
    events: recoveries.map(({ recovery }, i) => ({
      recovery,
      ...events[i].total,
      metrics: values.events[i],
    })),
    ...pointResults(input),
    floors:
      knowledge.knowledge === 'attacks' ? yield* computeFloors(metrics, input, setting, draws) : [],
    collapsed: hasCollapsed(recordings),
    attacks: results.filter(({ attack }) => attack.leavesTrace),
    alarms: recordings.flatMap((recording, i) => alarmResults(recording, longest[i])),
    traceless: results.filter(({ attack }) => !attack.leavesTrace),
    outside: outsideOf(recordings),
  };
}

/** Whether all scores are the same. */
function hasCollapsed(recordings: readonly EvaluatedRecording[]): boolean {
  let first: number | undefined;
  for (const { score } of recordings) {
    for (const value of score) {
      if (Number.isNaN(value)) continue;
      first ??= value;
      if (value !== first) return false;
    }
  }
  return first !== undefined;
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
