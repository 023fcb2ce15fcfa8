/**
 * Fits the alarm policy to normal rows.
 *
 * The threshold is learned on normal rows held out from training: errors on training rows are
 * smaller than they will ever be again. The normalisation is learned on both, unless the settings
 * say otherwise: a channel that drifts slowly errs more on rows that were not trained on.
 */
import { columnOf, concatenate, DataError, framePeriod, type TimeSeriesFrame } from '@anodec/core';
import type { AlarmPolicyConfig } from './alarm-policy-config.js';
import type { FittedAlarmPolicy } from './alarm-policy.js';
import { type AlarmLengths, alarmLengths, alarmRows } from './alarms.js';
import type { NormalErrors } from './drift/drift.js';
import { driftRules } from './drift/registry.js';
import { normalisations } from './normalisation/registry.js';
import { poolings } from './pooling/registry.js';
import { checkScores, numbersOf, recordedTime, type ScoredFrame } from './scored-frame.js';
import { type ChannelNorm, channelScoreStage, type ScoringParts, scoringStage } from './scoring.js';
import type { RowTime } from './span.js';
import { alarmStage } from './stages/raise-alarms.js';
import { closingLimit } from './stages/exceed.js';
import { fitCalibration } from './tail/calibration.js';
import { thresholds } from './threshold/registry.js';
import type { Threshold } from './threshold/threshold.js';

/** Scored recordings of normal operation, never of an attack. */
export interface NormalSplit {
  /** The rows that the detector learned from: normalisation, drift rule and pooling. */
  readonly training: readonly ScoredFrame[];
  /** Rows held out from training: the threshold. */
  readonly validation: readonly ScoredFrame[];
}

/**
 * Fits normalisation, drift rule, pooling and threshold to normal recordings. Labels of the frames are
 * not looked at.
 *
 * @throws ShapeError when the recordings have different channels
 * @throws DataError when a channel has no error at all, or no held-out row has a score
 */
export function fitAlarmPolicy(config: AlarmPolicyConfig, normal: NormalSplit): FittedAlarmPolicy {
  const { training, validation } = normal;
  const first = training.at(0);
  if (!first) throw new DataError('An alarm policy needs a normal recording, got none.');
  const channels = first.scores.channels ? first.frame.channels : [];
  for (const { scores, frame } of [...training, ...validation]) {
    checkScores(scores, frame.timestamps.length, frame.channels, channels);
  }
  // once for all channels: the period is a median over all rows
  const times = [...training, ...validation].map(({ frame }) => timeOf(config, frame));
  const norms = channels.map((channel, c) => fitChannel(config, normal, times, channel, c));
  const pooling = fitPooling({ config, norms, pooling: null }, normal);
  const parts = { config, norms, pooling };
  return { ...parts, ...fitThreshold(parts, validation) };
}

/** The recordings that normalisation and pooling are fitted to. */
function fittedRows(config: AlarmPolicyConfig, { training, validation }: NormalSplit) {
  return config.normalisation.rows === 'all' ? [...training, ...validation] : training;
}

function timeOf(config: AlarmPolicyConfig, frame: TimeSeriesFrame): RowTime {
  const { assumedPeriod } = config;
  return { clock: frame.clock, period: framePeriod(frame), assumedPeriod };
}

function fitChannel(
  config: AlarmPolicyConfig,
  normal: NormalSplit,
  times: readonly RowTime[],
  channel: string,
  c: number,
): ChannelNorm {
  const columnIn = ({ scores, frame }: ScoredFrame): Float32Array =>
    columnOf(scores.channels ?? new Float32Array(0), c, frame.channels.length);
  const errors = numbersOf(concatenate(fittedRows(config, normal).map(columnIn)));
  if (errors.length === 0) {
    throw new DataError(`${channel} must have an error in some normal row, got none in any.`);
  }
  const recordings = [...normal.training, ...normal.validation].map((scored, i) => ({
    errors: columnIn(scored),
    time: times[i],
  }));
  const parts: NormalErrors = { errors, floor: config.normalisation.floor, recordings };
  return {
    channel,
    scale: normalisations.get(config.normalisation.kind).fit(config.normalisation, errors),
    drift: driftRules.get(config.drift.kind).fit(config.drift, parts),
  };
}

function fitPooling(parts: ScoringParts, normal: NormalSplit): unknown {
  const { config, norms } = parts;
  const pooling = poolings.get(config.pooling.kind);
  if (norms.length === 0 || !pooling.learns) return null;
  const channelScores = fittedRows(config, normal).map(({ scores, frame }) => {
    const stage = channelScoreStage(parts, timeOf(config, frame));
    return stage.apply({ scores, timestamps: frame.timestamps }).channelScores;
  });
  return pooling.fit(config.pooling, channelScores, norms.length);
}

/**
 * Sets threshold, its running state and the calibration on held-out rows, for scores made with what was
 * fitted before.
 *
 * @throws DataError when no held-out row has a score
 */
export function fitThreshold(
  parts: ScoringParts,
  validation: readonly ScoredFrame[],
): Pick<FittedAlarmPolicy, 'threshold' | 'limit' | 'calibration'> {
  const { config } = parts;
  const scored = validation.map(({ scores, frame }) => {
    const time = timeOf(config, frame);
    const { timestamps } = frame;
    const { score } = scoringStage(parts, time).apply({ scores, timestamps });
    return { frame, score, time, lengths: alarmLengths(config, time) };
  });
  const scores = numbersOf(concatenate(scored.map(({ score }) => score)));
  if (scores.length === 0) {
    throw new DataError(
      'A threshold needs scores of normal rows held out from training, got none. ' +
        'Hold out more rows, at least as many as a window has.',
    );
  }
  const alarmsAbove = (limit: number): number =>
    scored.reduce((sum, recording) => sum + countAlarms(config, recording, limit), 0);
  const [{ time }] = scored;
  const recordings = scored.map(({ score }) => score);
  const recorded = recordedTime(scored.map(({ frame }) => frame));
  const normal = { scores, recordings, alarmsAbove, ...recorded, time };
  const { kind } = config.threshold;
  const picked = thresholds.get(kind).pick(config.threshold, normal);
  const { value, rule, fellBack = false, state } = picked;
  const threshold: Threshold = {
    sawLabels: false,
    kind,
    value,
    rule,
    scores: scores.length,
    fellBack,
  };
  return { threshold, limit: state, calibration: fitCalibration(scores) };
}

interface ScoredNormal {
  readonly frame: TimeSeriesFrame;
  readonly score: Float32Array;
  readonly lengths: AlarmLengths;
}

/** Alarms that a threshold would raise on a recording, which stays where it is. */
function countAlarms(
  { alarms: { closeAt } }: AlarmPolicyConfig,
  { frame: { timestamps }, score, lengths }: ScoredNormal,
  limit: number,
): number {
  if (closeAt === 1 && lengths.quiet === 0) {
    return alarmRows(lengths, score, timestamps, limit).length; // several times faster
  }
  const above = (value: number): Uint8Array => Uint8Array.from(score, (s) => (s > value ? 1 : 0));
  const rows = {
    score,
    timestamps,
    exceeds: above(limit),
    holds: above(closingLimit(limit, closeAt)),
  };
  return alarmStage({ ...lengths, channels: [] }).apply(rows).length;
}
