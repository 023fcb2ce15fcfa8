/** The report of one run as plain data: what report.json holds and the pages are made from. */
import type { Attack, Clock, TimeSeriesFrame } from '@anodec/core';
import { evaluate, type Evaluation, type EvaluationOptions } from '../metrics/evaluate.js';
import type { Attenuated } from '../stages/attenuate.js';
import type { Threshold } from '../threshold/threshold.js';
import type { Detection } from '../alarm-policy.js';

/** A fact for people: what, and how much. */
export interface Fact {
  readonly name: string;
  readonly value: string;
}

/** One detector on the recording. */
export interface DetectorResult {
  /** What tables call it, such as "LSTM autoencoder" or "LSTM autoencoder without AIT201". */
  readonly name: string;
  readonly threshold: Threshold;
  readonly evaluation: Evaluation;
  /** Channels that had wandered off. */
  readonly attenuated: readonly Attenuated[];
}

/** A channel that left for good the level at which normal operation was learned. */
export interface WanderedChannel {
  readonly channel: string;
  /** Since when it was brought back, in the clock of the recording. */
  readonly start: number;
}

/** A run, its detectors side by side. */
export interface EvaluationReport {
  readonly title: string;
  /** When it was made, such as 2026-11-22 04:00:00. */
  readonly created: string;
  readonly clock: Clock;
  /** The learned model first, then its neighbours and the same model without a channel. */
  readonly results: readonly DetectorResult[];
  /** Channels that were brought back to their level before detectors saw them. */
  readonly wandered?: readonly WanderedChannel[];
  /** What the data are: files, rows, period, split. */
  readonly data: readonly Fact[];
  /** How the run was made: version, seed, backend, time, command. */
  readonly run: readonly Fact[];
  /** Every setting, complete with the defaults. */
  readonly settings: Readonly<Record<string, unknown>>;
}

/** Judges a verdict and names it, for one line of the tables. */
export function detectorResult(
  name: string,
  verdict: Detection,
  frame: TimeSeriesFrame,
  options: EvaluationOptions & { readonly attacks?: readonly Attack[] } = {},
): DetectorResult {
  const { threshold, attenuated } = verdict;
  return { name, threshold, attenuated, evaluation: evaluate(verdict, frame, options) };
}
