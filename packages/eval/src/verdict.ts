/**
 * From what a detector says to what a person is told: fitted on normal rows, applied to any.
 *
 * The threshold is learned on normal rows held out from training: errors on training rows are
 * smaller than they will ever be again. The normalisation is learned on both, unless the settings
 * say otherwise: a channel that wanders slowly errs more on rows that were not trained on.
 */
import { concatenate, DataError, mean, median, parseConfig } from '@anodec/core';
import { z } from 'zod';
import { alarmRows, findAlarms, type Alarm } from './alarms.js';
import { VerdictConfig } from './config.js';
import { trailOf } from './drift/drift.js';
import { normalisations } from './normalisation/registry.js';
import {
  channelErrors,
  checkRecording,
  numbersOf,
  recordedTime,
  type ScoredRecording,
} from './recording.js';
import { horizonRows, scoreRows, type ChannelNorm, type RowScores } from './scoring.js';
import { thresholds } from './threshold/registry.js';
import type { Threshold } from './threshold/threshold.js';

/** What normal rows taught; plain data that survives JSON. */
export interface FittedVerdict {
  readonly config: VerdictConfig;
  /** One for each channel; none for detectors that score rows only. */
  readonly norms: readonly ChannelNorm[];
  readonly threshold: Threshold;
}

/** What is said about a recording. */
export interface Verdict extends RowScores {
  readonly threshold: Threshold;
  readonly alarms: readonly Alarm[];
}

/** Scored recordings of normal operation, never of an attack. */
export interface NormalRecordings {
  /** The rows that the detector learned from: normalisation and drift. */
  readonly training: readonly ScoredRecording[];
  /** Rows held out from training: the threshold. */
  readonly validation: readonly ScoredRecording[];
}

/**
 * Learns normalisation, drift ceilings and threshold from normal recordings. Labels of the frames
 * are not looked at.
 *
 * @throws DataError when a channel has no error at all, or no held-out row has a score
 */
export function fitVerdict(config: VerdictConfig, normal: NormalRecordings): FittedVerdict {
  const { training, validation } = normal;
  const first = training.at(0);
  if (!first) throw new DataError('A verdict needs at least one normal recording, got none.');
  const channels = first.scores.channels ? first.frame.channels : [];
  for (const recording of [...training, ...validation]) checkRecording(recording, channels);
  const norms = channels.map((channel, c) => learnChannel(config, normal, channel, c));
  return { config, norms, threshold: learnThreshold(config, norms, validation) };
}

/**
 * Scores a recording and raises alarms.
 *
 * @throws ShapeError or DataError when the recording has other channels than the fit
 */
export function applyVerdict(fitted: FittedVerdict, recording: ScoredRecording): Verdict {
  const { config, norms, threshold } = fitted;
  checkRecording(
    recording,
    norms.map(({ channel }) => channel),
  );
  const rowScores = scoreRows(config, norms, recording);
  const alarms = findAlarms(config, { ...rowScores, frame: recording.frame }, threshold.value);
  return { ...rowScores, threshold, alarms };
}

/** Checks what came back from JSON. @throws ConfigError when it is no fitted verdict */
export function parseFittedVerdict(json: unknown, origin = 'the fitted verdict'): FittedVerdict {
  return parseConfig(FittedVerdictSchema, json, origin);
}

const FittedVerdictSchema = z.strictObject({
  config: VerdictConfig,
  norms: z.array(
    z.strictObject({
      channel: z.string(),
      scale: z.strictObject({ centre: z.number(), spread: z.number().positive() }),
      usual: z.number(),
      ceiling: z.number(),
    }),
  ),
  threshold: z.strictObject({
    sawLabels: z.literal(false),
    kind: z.string(),
    value: z.number(),
    rule: z.string(),
    scores: z.int(),
  }),
});

function learnChannel(
  config: VerdictConfig,
  { training, validation }: NormalRecordings,
  channel: string,
  c: number,
): ChannelNorm {
  const columns = (recordings: readonly ScoredRecording[]): Float32Array[] =>
    recordings.map(({ scores, frame }) =>
      channelErrors(scores.channels ?? new Float32Array(0), c, frame.channels.length),
    );
  const { kind, floor, rows } = config.normalisation;
  const taught = rows === 'all' ? [...training, ...validation] : training;
  const errors = numbersOf(concatenate(columns(taught)));
  if (errors.length === 0) {
    throw new DataError(`${channel} must have an error in some normal row, got none in any.`);
  }
  const usual = median(errors);
  const frames = [...training, ...validation].map(({ frame }) => frame);
  const trails = columns([...training, ...validation]).map((column, i) =>
    trailOf(column, horizonRows(config, frames[i]), usual).reduce((a, b) => Math.max(a, b), usual),
  );
  // the mean as a second witness: the median of a valve that seldom moves is zero
  const ceiling = config.drift.margin * Math.max(mean(errors) + floor, ...trails);
  return { channel, scale: normalisations[kind](errors, floor), usual, ceiling };
}

function learnThreshold(
  config: VerdictConfig,
  norms: readonly ChannelNorm[],
  validation: readonly ScoredRecording[],
): Threshold {
  const scored = validation.map((recording) => ({
    frame: recording.frame,
    score: scoreRows(config, norms, recording).score,
  }));
  const scores = numbersOf(concatenate(scored.map(({ score }) => score)));
  if (scores.length === 0) {
    throw new DataError(
      'A threshold needs scores of normal rows held out from training, got none. ' +
        'Hold out more rows, at least as many as a window has.',
    );
  }
  const { kind } = config.threshold;
  const alarmsAbove = (limit: number): number =>
    scored.reduce(
      (sum, { score, frame }) => sum + alarmRows(config, score, frame, limit).length,
      0,
    );
  const normal = { scores, alarmsAbove, ...recordedTime(scored.map(({ frame }) => frame)) };
  const { value, rule } = thresholds[kind](normal, config.threshold);
  return { sawLabels: false, kind, value, rule, scores: scores.length };
}
