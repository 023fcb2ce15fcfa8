/** The report of one run as plain data: what report.json holds and the pages are made from. */
import { type Clock, finish, type InPieces } from '@anodec/core';
import {
  type AttenuatedStretch,
  describeMetrics,
  evaluationInPieces,
  type Evaluation,
  type EvaluationSettings,
  type MetricDescription,
  type TestRecording,
} from '@anodec/metrics';
import { type Threshold } from '@anodec/eval';
import type { AuditResult } from './audit-result.js';
import type { Diagnostics } from './diagnostics.js';
import type { Fact } from './document.js';

/** Version of the form of report.json; it grows when a reader of the old form would fail. */
export const FORMAT_VERSION = 2;

/** A time in which the errors of a channel counted less. */
export interface AttenuatedResult extends AttenuatedStretch {
  /** Name of its recording, where there are several. */
  readonly recording?: string;
}

/** One detector on the test recordings. */
export interface DetectorResult {
  /** What tables call it, such as "LSTM autoencoder" or "LSTM autoencoder without AIT201". */
  readonly name: string;
  readonly threshold: Threshold;
  readonly evaluation: Evaluation;
  readonly attenuated: readonly AttenuatedResult[];
}

/** A channel that permanently left the level at which normal operation was learned. */
export interface DriftedChannel {
  readonly channel: string;
  /** Since when it was re-centred, in the clock of the recording. */
  readonly start: number;
}

/**
 * Test rows that training used as well: results on them say nothing about new data. The caller
 * computes it, by comparing times or the tables themselves.
 */
export interface TestRowUse {
  /** Test rows that were compared. */
  readonly rows: number;
  /** Those that scaler, windows or network were fitted on. */
  readonly training: number;
  /** Those that early stopping or the threshold were fitted on. */
  readonly validation: number;
}

/** A run among others that differ in their seed alone. */
export interface SeedFacts {
  /** Name of the group, a folder beside the run. */
  readonly group: string;
  /** Seed of the run itself; null where the record does not say. */
  readonly own: number | null;
  /** All seeds with their runs; null before a seed is trained. */
  readonly seeds: readonly { readonly seed: number; readonly run: string | null }[];
}

/** What a report is made of. */
export interface ReportParts {
  readonly title: string;
  /** When it was made, in UTC, such as 2026-11-22 04:00:00. */
  readonly created: string;
  readonly clock: Clock;
  /** The primary detector first, then baselines and variants to compare with. */
  readonly results: readonly DetectorResult[];
  /** Channels that were re-centred before detectors scored them. */
  readonly drifted?: readonly DriftedChannel[];
  /** Absent: nothing was compared. */
  readonly testRowUse?: TestRowUse;
  /** The group of a run that is one of several seeds. */
  readonly seeds?: SeedFacts;
  /** The leakage audit; absent: the run was not audited. */
  readonly audit?: AuditResult;
  /** What the data are: files, rows, period, split. */
  readonly data: readonly Fact[];
  /** How the run was made: version, seed, backend, time, command. */
  readonly run: readonly Fact[];
  /** Where data come from, how they were split, how far results depend on choices. */
  readonly diagnostics?: Diagnostics;
  /** Every setting, complete with the defaults. */
  readonly settings: Readonly<Record<string, unknown>>;
}

/** A run, its detectors side by side; complete without the metrics that computed it. */
export interface EvaluationReport extends ReportParts {
  readonly formatVersion: typeof FORMAT_VERSION;
  /** The metrics of the results, in the order of their lines. */
  readonly metrics: readonly MetricDescription[];
}

/** Completes a report with its format version and the description of its metrics. */
export function createReport(parts: ReportParts): EvaluationReport {
  return { formatVersion: FORMAT_VERSION, ...parts, metrics: describeMetrics() };
}

/**
 * Evaluates a detector on its test recordings and names it, for one line of the tables.
 *
 * @throws DataError or ShapeError as `evaluateRecordings`
 */
export function detectorResult(
  name: string,
  tests: readonly TestRecording[],
  settings: EvaluationSettings = {},
): DetectorResult {
  return finish(resultInPieces(name, tests, settings));
}

/** `detectorResult` for callers that can be stopped meanwhile. */
export function* resultInPieces(
  name: string,
  tests: readonly TestRecording[],
  settings: EvaluationSettings = {},
): InPieces<DetectorResult> {
  const evaluation = yield* evaluationInPieces(tests, settings);
  const attenuated = tests.flatMap(({ detection }, i) =>
    (detection.attenuated ?? []).map((stretch) => ({
      ...stretch,
      ...(tests.length > 1 && { recording: evaluation.recordings[i].name }),
    })),
  );
  return { name, threshold: tests[0].detection.threshold, evaluation, attenuated };
}
