/** A comparison of detectors as plain data: what its JSON holds and its pages are made from. */
import type { MetricDescription, PairedTest } from '@anodec/metrics';

/** Version of the form of the JSON; it grows when a reader of the old form would fail. */
export const COMPARISON_FORMAT = 1;

/** A detector that is compared, trained with one seed or several. */
export interface Contender {
  /** What tables call it. */
  readonly name: string;
  /** Its runs, such as `version_3`, one for each seed. */
  readonly runs: readonly string[];
}

/** A metric of all contenders. */
export interface PanelRow {
  /** Key of the metric. */
  readonly key: string;
  readonly heading: string;
  readonly higherIsBetter: boolean;
  /** Whether the terminal shows it, too. */
  readonly brief: boolean;
  /** By contender, and by seed; null where it is not defined. */
  readonly values: readonly (readonly (number | null)[])[];
  /** By contender: the value, or mean ± standard deviation (smallest to largest) over seeds. */
  readonly cells: readonly string[];
}

/** An attack and how often each contender detected it. */
export interface AttackAgreement {
  readonly name: string;
  readonly recording?: string;
  /** By contender: the share of its seeds that detected it. */
  readonly detected: readonly number[];
}

/** Two contenders, by index, and the tests between them. */
export interface ComparedPair {
  readonly first: number;
  readonly second: number;
  readonly tests: readonly PairedTest[];
}

/** Contenders on the same test recordings. */
export interface ComparedDataSet {
  readonly name: string;
  /** Files of the test recordings. */
  readonly recordings: readonly string[];
  readonly contenders: readonly Contender[];
  readonly panel: readonly PanelRow[];
  readonly attacks: readonly AttackAgreement[];
  /** Corrected together by Holm's method. */
  readonly pairs: readonly ComparedPair[];
}

/** Contenders over several data sets by the ranks of one metric. */
export interface RankComparison {
  readonly metric: Pick<MetricDescription, 'key' | 'title' | 'higherIsBetter'>;
  readonly contenders: readonly string[];
  readonly dataSets: readonly string[];
  /** By data set, and by contender; the mean over runs where there are several. */
  readonly values: readonly (readonly number[])[];
  readonly meanRanks: readonly number[];
  readonly friedman: { readonly statistic: number | null; readonly p: number | null };
  readonly imanDavenport: { readonly statistic: number | null; readonly p: number | null };
  /** Of the Friedman statistic, by orders of ranks drawn at random; decides whether there is a difference. */
  readonly permutationP: number;
  /** Of mean ranks, at 5 %. */
  readonly criticalDifference: number;
  /** Nemenyi's p-value for each two contenders, by index. */
  readonly pairs: readonly {
    readonly first: number;
    readonly second: number;
    readonly p: number;
  }[];
  /** Contenders between which no difference was shown, by index. */
  readonly groups: readonly (readonly number[])[];
}

/** A whole comparison. */
export interface Comparison {
  readonly formatVersion: typeof COMPARISON_FORMAT;
  readonly title: string;
  /** When it was made, in UTC, such as 2026-11-22 04:00:00. */
  readonly created: string;
  readonly dataSets: readonly ComparedDataSet[];
  /** Absent for a single data set. */
  readonly ranks?: RankComparison;
}
