/**
 * The alarm policy: how scores of a detector become alarms, applied to a recording as a whole or row
 * by row.
 */
import { checkSameChannels, type Clock, ConfigError, DataError, framePeriod } from '@anodec/core';
import type { AlarmPolicyConfig } from './alarm-policy-config.js';
import { type Alarm, alarmLengths } from './alarms.js';
import { checkScores, type ScoredFrame } from './scored-frame.js';
import { type ChannelNorm, type DetectorRows, type ScoredRows, scoringStage } from './scoring.js';
import type { Attenuated } from './stages/attenuate.js';
import { type FittedLimit, type LimitRows, thresholdStage } from './stages/exceed.js';
import { type AlarmChanges, alarmStage } from './stages/raise-alarms.js';
import { type Calibration, normalProbabilityOf } from './tail/calibration.js';
import type { Threshold } from './threshold/threshold.js';

/** What was fitted to normal rows; plain data that survives JSON. */
export interface FittedAlarmPolicy {
  readonly config: AlarmPolicyConfig;
  /** One for each channel; none for detectors that score rows only. */
  readonly norms: readonly ChannelNorm[];
  /** Fitted state of the pooling; null for poolings that learn nothing. */
  readonly pooling: unknown;
  readonly threshold: Threshold;
  /** Fitted state of a threshold that moves; null for those that stay, absent in older runs. */
  readonly limit?: unknown;
  /** From scores to probabilities; absent in policies stored before there was one. */
  readonly calibration?: Calibration;
}

/** What the alarm policy says about one recording. */
export interface Detection {
  /** (T), NaN where the detector gives no score. */
  readonly score: Float32Array;
  /** (T, C), normalised, drift attenuated; absent for detectors that score rows only. */
  readonly channelScores?: Float32Array;
  /**
   * (T), the probability that a normal row has at least this score, in (0, 1], from the normal rows held out;
   * NaN where there is no score, everywhere for policies without a calibration.
   */
  readonly pValues: Float64Array;
  /** (T), the threshold of each row: everywhere the same, unless it moves. */
  readonly limits: Float64Array;
  /** (T), 1 where the score is above the threshold. */
  readonly exceeds: Uint8Array;
  /** Stretches that took more than a fifth of an error away, by channel and then by time. */
  readonly attenuated: readonly Attenuated[];
  readonly threshold: Threshold;
  readonly alarms: readonly Alarm[];
}

/** What the rows of a recording have in common; a stream cannot know it from its first rows. */
export interface StreamOptions {
  /** Channels of the scores. */
  readonly channels: readonly string[];
  /** Clock of the timestamps. */
  readonly clock: Clock;
  /** Usual distance between two rows: milliseconds, or 1 where rows are only numbered. */
  readonly period: number;
}

/** What the alarm policy says about successive rows. */
export interface DetectedRows extends ScoredRows, LimitRows, AlarmChanges {
  /** (n), the probability that a normal row has at least this score; NaN where that is not known. */
  readonly pValues: Float64Array;
}

/** What the end of a recording ends. */
export interface DetectionEnd {
  readonly closed: readonly Alarm[];
  readonly attenuated: readonly Attenuated[];
}

/** The alarm policy in the middle of a recording. */
export interface AlarmPolicyStream {
  /**
   * Scores the next rows; rows of alarms are counted from the beginning of the recording.
   *
   * @throws ShapeError when scores and timestamps do not fit each other
   * @throws DataError when channel scores are absent, or time does not increase
   */
  push(rows: DetectorRows): DetectedRows;
  /** Ends the recording. */
  finish(): DetectionEnd;
}

/**
 * Begins a recording whose rows come piece by piece.
 *
 * Scores of a row are final: neither later rows nor the cuts between pushes change them. An alarm is
 * opened at the row that gives it its least length, and closed at the first row that is too far from its
 * last one for it to go on (`alarms.mergeGap`).
 *
 * @throws ShapeError when the channels are not those of the fit
 * @throws ConfigError when the period is not above zero
 */
export function startAlarmPolicy(
  fitted: FittedAlarmPolicy,
  { channels, clock, period }: StreamOptions,
): AlarmPolicyStream {
  const { config, norms, calibration } = fitted;
  const expected = norms.map(({ channel }) => channel);
  if (norms.length > 0) checkSameChannels(channels, expected, 'the scores');
  if (!(period > 0)) throw new ConfigError(`period must be above zero, got ${period}.`);
  const time = { clock, period, assumedPeriod: config.assumedPeriod };
  const scoring = scoringStage(fitted, time).start();
  const limit = thresholdStage(fittedLimit(fitted), time).start();
  const alarms = alarmStage({ ...alarmLengths(config, time), channels: expected }).start();
  let before = -Infinity;
  return {
    push(rows) {
      checkScores(rows.scores, rows.timestamps.length, channels, expected);
      before = checkIncreasing(rows.timestamps, before);
      const scored = scoring.push(rows);
      const limited = limit.push(scored.score);
      const pValues = Float64Array.from(scored.score, (score) =>
        calibration ? normalProbabilityOf(calibration, score) : NaN,
      );
      const { timestamps } = rows;
      const changes = alarms.push({ ...scored, ...limited, timestamps });
      return { ...scored, ...limited, pValues, ...changes };
    },
    finish: () => ({ closed: alarms.finish(), attenuated: scoring.finish() }),
  };
}

/** The threshold of a policy as its stage takes it. */
export function fittedLimit({
  config,
  threshold,
  limit,
}: Pick<FittedAlarmPolicy, 'config' | 'threshold' | 'limit'>): FittedLimit {
  const { value, sawLabels } = threshold;
  const { closeAt } = config.alarms;
  return { settings: config.threshold, state: limit ?? null, value, sawLabels, closeAt };
}

/**
 * Scores a recording and raises alarms: `startAlarmPolicy` with the whole recording as one push.
 *
 * The whole matters for one thing only, the period: the median of all steps decides how many rows a
 * duration has and which step is a gap. A recording that is cut off somewhere keeps its scores as
 * long as its median step stays the same, or when the period is given.
 *
 * @param options.period usual distance between two rows, in place of the median of the frame
 * @throws ShapeError when the recording has other channels than the fit
 * @throws DataError when it has fewer than two rows and no period is given
 */
export function applyAlarmPolicy(
  fitted: FittedAlarmPolicy,
  { scores, frame }: ScoredFrame,
  options: { readonly period?: number } = {},
): Detection {
  const { channels, clock, timestamps } = frame;
  const period = options.period ?? framePeriod(frame);
  const stream = startAlarmPolicy(fitted, { channels, clock, period });
  const { score, channelScores, pValues, limits, exceeds, closed, attenuated } = stream.push({
    scores,
    timestamps,
  });
  const end = stream.finish();
  const byChannel = [...attenuated, ...end.attenuated].sort(
    (a, b) => channels.indexOf(a.channel) - channels.indexOf(b.channel) || a.start - b.start,
  );
  return {
    score,
    ...(channelScores ? { channelScores } : {}),
    pValues,
    limits,
    exceeds,
    attenuated: byChannel,
    threshold: fitted.threshold,
    alarms: [...closed, ...end.closed],
  };
}

/** Returns the last time, or the one before where there is none. @throws DataError */
function checkIncreasing(timestamps: Float64Array, before: number): number {
  for (const time of timestamps) {
    if (!(time > before)) {
      throw new DataError(`Time must increase from row to row, got ${time} after ${before}.`);
    }
    before = time;
  }
  return before;
}
