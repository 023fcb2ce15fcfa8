/**
 * The contract of a metric: one file in `panel/` with its title, range, direction and source, and a
 * function from the common input to one number. The registry makes it a line of every report.
 */
import type { MetricFamily } from './families.js';
import type { EventCounts } from './events.js';
import type { AttackOutcome } from './per-attack.js';
import type { MetricRecording, RecordedTime } from './recording.js';
import type { RowCounts } from './row-counts.js';
import type { EvaluatedRows } from './rows.js';

/**
 * How a value is written: a plain number with three decimals, a share as a percentage, a whole count,
 * detected attacks as "7 of 9", a rate for each day or 1,000 rows, a length of time, points with one decimal.
 */
export type MetricUnit = 'number' | 'share' | 'count' | 'attacks' | 'rate' | 'duration' | 'points';

/**
 * What stands for chance. `alarms`: the same alarms at random times alone, as random scores raise thousands
 * of alarms of a single row, which meet every attack. `rows`: random scores as well.
 */
export type Chance = 'alarms' | 'rows';

/** Everything about a metric but its arithmetic; plain data, kept in every report. */
export interface MetricDescription {
  /** Name in records and files, in camel case. */
  readonly key: string;
  /** Heading of its line. */
  readonly title: string;
  /** What it measures, one sentence. */
  readonly description: string;
  /** The table that it stands in. */
  readonly family: MetricFamily;
  readonly unit: MetricUnit;
  /** Smallest and largest possible value; null where there is none. */
  readonly range: readonly [least: number | null, most: number | null];
  readonly higherIsBetter: boolean;
  /**
   * Whether a better value is a better detector; true by default. A count that only describes, such as
   * the share of attack rows, has no best and is not compared with chance.
   */
  readonly ranked?: boolean;
  /** Who defined it: authors, year, title, or what the definition is. */
  readonly source: string;
  /** Where the value of a random detector comes from, and when it is not defined; one sentence. */
  readonly floor: string;
  /** What it has to be better than to say something; `rows` by default. */
  readonly chance?: Chance;
  /**
   * `rows`: looks at nothing but `rows`; it is null where no attack row is known, and is computed
   * once more without the longest attack. `events`: looks at recordings, alarms and attacks.
   */
  readonly scope: 'rows' | 'events';
  /** Whether its random floors get a tenth of the draws, as computing it takes long. */
  readonly costly?: boolean;
  /** Whether it depends on the recovery after attacks; then it has a line for each recovery. */
  readonly perRecovery?: boolean;
  /** Where it appears: `report` leaves it out of the terminal, `data` out of the pages too. */
  readonly shown?: 'everywhere' | 'report' | 'data';
}

/** What metrics are computed from. */
export interface MetricInput {
  readonly rows: EvaluatedRows;
  /** Counts at the recovery at hand; without any recovery for metrics that do not depend on it. */
  readonly events: EventCounts;
  /** Attacks with an effect, in order. */
  readonly attacks: readonly AttackOutcome[];
  readonly counts: RowCounts;
  /** Recorded time with known labels. */
  readonly labelledTime: RecordedTime;
  /** The recordings themselves: score, labels, alarms, attacks, clock and period. */
  readonly recordings: readonly MetricRecording[];
}

/** A metric. */
export interface Metric extends MetricDescription {
  /** Its value; null where it is not defined. */
  readonly compute: (input: MetricInput) => number | null;
}

/** Values by key of the metric; null where a metric is not defined. */
export type MetricValues = Readonly<Record<string, number | null>>;

/** Values of metrics; those of rows are null where no attack row is known. */
export function computeMetrics(metrics: readonly Metric[], input: MetricInput): MetricValues {
  const known = input.counts.attackRows > 0;
  const values = metrics.map(({ key, scope, compute }) => {
    const value = scope === 'rows' && !known ? null : compute(input);
    return [key, value !== null && Number.isFinite(value) ? value : null] as const;
  });
  return Object.fromEntries(values);
}
