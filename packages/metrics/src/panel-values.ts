/** The whole panel for one set of alarms and scores: those of a detector, or of a floor beside it. */
import {
  countEvents,
  effectiveAttacks,
  type EventCounts,
  type Recovery,
  sumEvents,
} from './events.js';
import { evaluatedRows, evaluatedRowsLike } from './evaluated-rows.js';
import { computeMetrics, type Metric, type MetricInput, type MetricValues } from './metric.js';
import { attackOutcome } from './per-attack.js';
import type { MetricRecording, RecordedTime } from './recording.js';
import type { RowCounts } from './row-counts.js';
import type { EvaluatedRows } from './rows.js';

/** What a detector and its floors have in common. */
export interface PanelSetting {
  readonly recoveries: readonly Recovery[];
  /** Rows of the recordings; those in an alarm are counted anew. */
  readonly counts: RowCounts;
  /** Recorded time with known labels. */
  readonly labelledTime: RecordedTime;
}

/** The input of the metrics, and events for each recovery: of each recording, and in total. */
export interface PanelInput {
  readonly input: MetricInput;
  readonly events: readonly {
    readonly each: readonly EventCounts[];
    readonly total: EventCounts;
  }[];
}

/**
 * Makes the input of the metrics from recordings with alarms and scores.
 *
 * @param like the rows of the detector, where these are the recordings of a floor beside it
 */
export function panelInput(
  recordings: readonly MetricRecording[],
  { recoveries, counts, labelledTime }: PanelSetting,
  like?: EvaluatedRows,
): PanelInput {
  const events = recoveries.map(({ covers }) => {
    const each = recordings.map((recording, i) => countEvents(recording, covers[i]));
    return { each, total: sumEvents(each) };
  });
  const alarmedRows = recordings.reduce(
    (sum, { alarms }) => alarms.reduce((rows, one) => rows + one.rows.end - one.rows.start, sum),
    0,
  );
  const input: MetricInput = {
    rows: like ? evaluatedRowsLike(like, recordings) : evaluatedRows(recordings),
    events: events[0].total,
    attacks: recordings.flatMap((recording) =>
      effectiveAttacks(recording.attacks).map((attack) => attackOutcome(recording, attack)),
    ),
    counts: { ...counts, alarmedRows },
    labelledTime,
    recordings,
  };
  return { input, events };
}

/** Values of metrics: without any recovery, and of those that depend on it for each recovery. */
export interface PanelValues {
  readonly metrics: MetricValues;
  readonly events: readonly MetricValues[];
}

/** Computes metrics. */
export function panelValues(
  metrics: readonly Metric[],
  { input, events }: PanelInput,
): PanelValues {
  const perRecovery = metrics.filter((metric) => metric.perRecovery);
  return {
    metrics: computeMetrics(metrics, input),
    events: events.map(({ total }) => computeMetrics(perRecovery, { ...input, events: total })),
  };
}
