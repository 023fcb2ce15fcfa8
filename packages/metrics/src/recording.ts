/** A test recording, made ready for the metrics: scores, labels, alarms and attacks row by row. */
import {
  type Attack,
  checkShape,
  type Clock,
  DataError,
  DAY,
  frameLength,
  framePeriod,
  type TimeSeriesFrame,
  UNKNOWN_LABEL,
} from '@anodec/core';
import { type Alarm, type Span, spanRows, type Threshold } from '@anodec/eval';
import { attacksFromLabels, placeAttacks, type PlacedAttack, rowLabels } from './attacks.js';
import { flagsOf } from './flags.js';

/** A time in which the errors of a channel counted less, because they had been high for hours. */
export interface AttenuatedStretch {
  readonly channel: string;
  /** First and last row, in the clock of the recording. */
  readonly start: number;
  readonly end: number;
  readonly rows: number;
  /** The smallest factor on the error, in [0, 1). */
  readonly attenuation: number;
}

/** The part of a detection that is evaluated: what an alarm policy found in one recording. */
export interface EvaluatedDetection {
  /** (T), NaN where there is no score. */
  readonly score: Float32Array;
  /** (T, C), absent for detectors that score rows only. */
  readonly channelScores?: Float32Array;
  readonly threshold: Threshold;
  /** (T), the threshold of each row; absent: `threshold.value` everywhere. */
  readonly limits?: Float64Array;
  /** (T), 1 where the score is above the threshold; absent: above `limits`. */
  readonly exceeds?: Uint8Array;
  readonly alarms: readonly Alarm[];
  readonly attenuated?: readonly AttenuatedStretch[];
}

/** Rows without a score, and why. */
export interface UnscoredRows {
  /** Such as "no window without a gap". */
  readonly reason: string;
  readonly rows: number;
}

/** A recording to evaluate a detection on. */
export interface TestRecording {
  /** What tables call it; its number, where it is absent. */
  readonly name?: string;
  /** With labels, where there are some: point-wise metrics follow them. */
  readonly frame: TimeSeriesFrame;
  readonly detection: EvaluatedDetection;
  /** The list of attacks: event-wise metrics follow it; absent: the runs of the labels. */
  readonly attacks?: readonly Attack[];
  /** Why rows have no score, as far as it is known. */
  readonly unscored?: readonly UnscoredRows[];
}

/** What metrics are given of a recording of T rows. */
export interface MetricRecording {
  readonly name: string;
  readonly clock: Clock;
  /** Usual distance of two rows, in the unit of the clock. */
  readonly period: number;
  /** How far before its attack an alarm may begin and still count as its own; as `period`. */
  readonly onsetTolerance: number;
  /** (T), in what the clock says. */
  readonly timestamps: Float64Array;
  readonly channels: readonly string[];
  /** (T), NaN where there is no score. */
  readonly score: Float32Array;
  /** The scores of the channels in a row, (C); absent for detectors that score rows only. */
  readonly channelScoresAt?: (row: number) => ArrayLike<number>;
  /** (T), 1 where the score lies above the threshold. */
  readonly flags: Uint8Array;
  /** (T), 1 in an alarm: runs above the threshold after merging and dropping. */
  readonly alarmed: Uint8Array;
  /** (T), 1 under attack, 0 normal, `UNKNOWN_LABEL` where it is not known. */
  readonly labels: Uint8Array;
  /** Rows with a score and a known label, ascending. */
  readonly countedRows: Uint32Array;
  /** In order. */
  readonly alarms: readonly Pick<Alarm, 'rows'>[];
  /** Attacks within the recording, with their rows. */
  readonly attacks: readonly PlacedAttack[];
}

/** A recording with what its detection says about it, beyond what metrics look at. */
export interface EvaluatedRecording extends MetricRecording {
  /** Its name as a field of results, where there are several recordings; else nothing. */
  readonly label: { readonly recording?: string };
  readonly frame: TimeSeriesFrame;
  /** (T), the threshold of each row. */
  readonly limits: Float64Array;
  /** (T, C) */
  readonly channelScores?: Float32Array;
  readonly alarms: readonly Alarm[];
  /** All attacks that were listed, also those outside the recording. */
  readonly listed: readonly Attack[];
  /** Where the attacks are known from. */
  readonly knownFrom: 'list' | 'labels' | 'nothing';
  readonly unscored: readonly UnscoredRows[];
}

/** The threshold of each row, (T). */
export function limitsOf({ score, limits, threshold }: EvaluatedDetection): Float64Array {
  return limits ?? new Float64Array(score.length).fill(threshold.value);
}

/** The predicted flag of each row, (T): 1 where its score is above its threshold. */
export function exceedsOf(detection: EvaluatedDetection): Uint8Array {
  if (detection.exceeds) return detection.exceeds;
  const limits = limitsOf(detection);
  return Uint8Array.from(detection.score, (score, t) => (score > limits[t] ? 1 : 0));
}

/** Settings that the rows of recordings are made with. */
export interface RowSettings {
  readonly onsetTolerance: Span;
  /** The period of rows where recordings have no clock. */
  readonly assumedPeriod: string;
}

/**
 * Makes recordings ready for the metrics.
 *
 * @throws DataError when there is none, or they differ in clock or threshold
 * @throws ShapeError when there is not one score for each row
 */
export function prepareRecordings(
  tests: readonly TestRecording[],
  settings: RowSettings,
): EvaluatedRecording[] {
  const [first] = tests;
  if (!first) throw new DataError('An evaluation needs at least one recording, got none.');
  for (const { frame, detection } of tests) {
    checkShape('score', detection.score, frameLength(frame));
    checkSame('clock', first.frame.clock, frame.clock);
    checkSame('threshold', first.detection.threshold.value, detection.threshold.value);
  }
  return tests.map((test, i) => {
    const name = test.name ?? `recording ${i + 1}`;
    const label = tests.length > 1 ? { recording: name } : {};
    return { name, label, ...prepare(test, settings) };
  });
}

function checkSame(what: string, first: number | string, other: number | string): void {
  if (first === other) return;
  throw new DataError(
    `Recordings that are evaluated together must have the same ${what}, got ${first} and ${other}. Evaluate them one by one.`,
  );
}

function prepare(
  test: TestRecording,
  settings: RowSettings,
): Omit<EvaluatedRecording, 'name' | 'label'> {
  const { frame, detection, attacks: list, unscored = [] } = test;
  const { score, channelScores, alarms } = detection;
  const listed = list ?? attacksFromLabels(frame);
  const attacks = placeAttacks(frame, listed);
  const period = framePeriod(frame);
  const tolerance = spanRows(settings.onsetTolerance, frame, settings.assumedPeriod);
  const labels = rowLabels(frame, list && attacks);
  return {
    frame,
    clock: frame.clock,
    period,
    onsetTolerance: tolerance * period,
    timestamps: frame.timestamps,
    channels: frame.channels,
    score,
    ...(channelScores && channelAccess(channelScores, frame.channels.length)),
    limits: limitsOf(detection),
    flags: exceedsOf(detection),
    alarmed: flagsOf(alarms, frameLength(frame)),
    labels,
    countedRows: countedRows(score, labels),
    alarms,
    attacks,
    listed,
    knownFrom: list ? 'list' : frame.labels ? 'labels' : 'nothing',
    unscored,
  };
}

function channelAccess(
  channelScores: Float32Array,
  C: number,
): Pick<EvaluatedRecording, 'channelScores' | 'channelScoresAt'> {
  return {
    channelScores,
    channelScoresAt: (row) => channelScores.subarray(row * C, (row + 1) * C),
  };
}

function countedRows(score: Float32Array, labels: Uint8Array): Uint32Array {
  const rows = new Uint32Array(labels.length);
  let n = 0;
  for (let t = 0; t < labels.length; t++) {
    if (!Number.isNaN(score[t]) && labels[t] !== UNKNOWN_LABEL) rows[n++] = t;
  }
  return rows.subarray(0, n);
}

/** A length of recorded time, or a number of rows where there is no clock. */
export interface RecordedTime {
  readonly value: number;
  readonly unit: 'day' | '1,000 rows';
}

/**
 * How much time rows stand for, gaps not counted.
 *
 * @param rows how many of each recording
 */
export function timeOfRows(
  recordings: readonly MetricRecording[],
  rows: readonly number[],
): RecordedTime {
  if (recordings.some(({ clock }) => clock === 'rows')) {
    return { value: rows.reduce((sum, n) => sum + n, 0) / 1000, unit: '1,000 rows' };
  }
  const time = recordings.reduce((sum, { period }, i) => sum + rows[i] * period, 0);
  return { value: time / DAY, unit: 'day' };
}
