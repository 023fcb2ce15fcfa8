/**
 * Scoring in the middle of a recording: readings in, scored rows and alarms out. Preprocessing, detector and alarm
 * policy of a run, one after the other, each a stream whose results are those of the whole recording to the bit.
 *
 * What it knows of earlier rows lies in the closures of these streams. It is not stored: a restart gives the
 * rows once more, with the scores of the detector, which cost most of the time, as they were kept.
 */
import { type Clock, ConfigError, type Scores } from '@anodec/core';
import { type Alarm, startAlarmPolicy, type StreamOptions } from '@anodec/eval';
import type { ArtifactDetector } from '@anodec/pipeline';
import { chooseInterval, type Preprocessing, startPreprocessing } from '@anodec/preprocess';
import { type DetectedPart, type KnownScores, startDetector } from './detector-stream.js';

/** What scores rows: the artifact of a run. */
export interface LiveModel {
  readonly preprocessing: Preprocessing;
  readonly detector: ArtifactDetector;
}

/** What is known of the recording before its first row. */
export interface LiveRecording {
  readonly clock: Clock;
  /** Usual step between two rows, in milliseconds, or 1 where rows are only numbered. */
  readonly period: number;
}

/** Scored rows and what they changed about alarms. */
export interface ScoredRows {
  /** Number of the first of them at the interval of the run, from 0. */
  readonly first: number;
  /** (n), in the clock of the recording. */
  readonly timestamps: Float64Array;
  /** (n), NaN where a row has none. */
  readonly score: Float32Array;
  readonly pValues: Float64Array;
  readonly limits: Float64Array;
  /** (n), 1 where an alarm is on, as far as is known at the row. */
  readonly inAlarm: Uint8Array;
  /** (n, C); absent for detectors that score rows only. */
  readonly channelScores?: Float32Array;
  readonly opened: readonly Alarm[];
  readonly closed: readonly Alarm[];
  /** What the detector gave, before the alarm policy; to be kept for a restart. */
  readonly detected: Scores;
}

/** Scoring in the middle of a recording. */
export interface LiveScorer {
  /** Channels that a row has readings of, in their order. */
  readonly channels: readonly string[];
  /** Rows that a row waits for before it has its score, without those that preprocessing waits for. */
  readonly delay: number;
  /** Usual step between scored rows, in the unit of the clock. */
  readonly period: number;
  /**
   * Scores the next rows; those that wait for later ones come with them.
   *
   * @param timestamps (n), increasing, after those pushed before
   * @param values (n, C), less the offsets of the preprocessing, NaN where a reading is missing
   * @throws DataError when time does not increase, or missing readings are refused
   */
  push(timestamps: Float64Array, values: Float32Array): Promise<ScoredRows>;
  /** As `push`, with the scores that the detector gave before a restart. */
  replay(timestamps: Float64Array, values: Float32Array, known: KnownScores): Promise<ScoredRows>;
  /** Ends the recording: the rows that were held back, and the alarm that its end closes. */
  finish(): Promise<ScoredRows>;
}

/**
 * Starts scoring.
 *
 * @throws DataError when rows are coarser than those of training; ConfigError when the period is not above zero
 */
export function startScoring(model: LiveModel, recording: LiveRecording): LiveScorer {
  const { preprocessing, detector } = model;
  const { clock, period } = recording;
  if (!(period > 0)) throw new ConfigError(`period must be above zero, got ${period}.`);
  const interval = intervalOf(preprocessing, recording);
  const { channels } = preprocessing;
  const offsets = preprocessing.offsets && Float64Array.from(preprocessing.offsets);
  const preparing = startPreprocessing(preprocessing, {
    channels,
    clock,
    period,
    ...(offsets && { offsets }),
  });
  const detecting = startDetector({ ...detector, preprocessing, period: interval });
  const alarms = startAlarms(detector, { channels, clock, period: interval });
  return {
    channels,
    delay: detecting.delay,
    period: interval,
    push: async (timestamps, values) =>
      alarms.push(await detecting.push(preparing.push(timestamps, values))),
    replay: async (timestamps, values, known) =>
      alarms.push(await detecting.replay(preparing.push(timestamps, values), known)),
    finish: async () => alarms.finish(await detecting.finish(preparing.finish())),
  };
}

/** Interval of the rows that are scored. */
function intervalOf(preprocessing: Preprocessing, { clock, period }: LiveRecording): number {
  const { rows, period: trained } = preprocessing;
  const settings = { sampleFreq: rows?.sampleFreq ?? 'none' };
  const parts = { clock, period, ...(trained !== undefined && { trained }) };
  return chooseInterval(parts, settings, 'the stream') ?? period;
}

/** The alarm policy, counting rows. */
function startAlarms({ alarmPolicy }: ArtifactDetector, recording: StreamOptions) {
  const policy = startAlarmPolicy(alarmPolicy, recording);
  let rows = 0;
  const push = ({ timestamps, scores }: DetectedPart): ScoredRows => {
    const first = rows;
    rows += timestamps.length;
    // a policy that is fitted to channels refuses scores without any, which no rows have
    if (timestamps.length === 0) return noRows(first);
    return { first, timestamps, detected: scores, ...policy.push({ scores, timestamps }) };
  };
  return {
    push,
    finish(part: DetectedPart): ScoredRows {
      const scored = push(part);
      return { ...scored, closed: [...scored.closed, ...policy.finish().closed] };
    },
  };
}

/** No rows, and no change of alarms. @param first number of the next row */
export function noRows(first: number): ScoredRows {
  return {
    first,
    timestamps: new Float64Array(0),
    score: new Float32Array(0),
    pValues: new Float64Array(0),
    limits: new Float64Array(0),
    inAlarm: new Uint8Array(0),
    opened: [],
    closed: [],
    detected: { rows: new Float32Array(0) },
  };
}
