/** What is measured in addition to the metrics of the registry: one number of a scored series. */
import type { Attack, Scores, TimeSeriesFrame } from '@anodec/core';
import type { Detection, ScoredFrame } from '@anodec/eval';
import type { Evaluation, MetricUnit } from '@anodec/metrics';

/** A scored test recording. */
export interface ScoredTest {
  readonly name: string;
  /** With labels. */
  readonly frame: TimeSeriesFrame;
  /** The anomalies; absent: the runs of the labels. */
  readonly attacks?: readonly Attack[];
  /** Of the detector, before the alarm policy. */
  readonly scores: Scores;
  /** Of the alarm policy. */
  readonly detection: Detection;
}

/** What a measure is computed from. */
export interface MeasureInput {
  readonly evaluation: Evaluation;
  readonly tests: readonly ScoredTest[];
  /** Scores of normal rows, by what they were used for. */
  readonly normal: {
    readonly training: readonly ScoredFrame[];
    readonly validation: readonly ScoredFrame[];
  };
}

/** A number of a table: a metric of the registry, or a measure. */
export interface MeasureDescription {
  /** Name in records and files, in camel case. */
  readonly key: string;
  /** Heading; says ORACLE where test labels choose something. */
  readonly title: string;
  /** One sentence. */
  readonly description: string;
  readonly unit: MetricUnit;
  readonly higherIsBetter: boolean;
  readonly source: string;
}

/** A measure. */
export interface Measure extends MeasureDescription {
  /** Its value; null where it is not defined. */
  readonly compute: (input: MeasureInput) => number | null;
}
