/** The stored errors of the primary detector under other alarm policies. */
import { framePeriod, type TimeSeriesFrame } from '@anodec/core';
import {
  alarmLengths,
  type AlarmPolicyConfig,
  applyAlarmPolicy,
  type Detection,
  fitAlarmPolicy,
  type FittedAlarmPolicy,
  fittedLimit,
  fitThreshold,
  type NormalSplit,
  type RowTime,
  type ScoredFrame,
  scoringStage,
  smoothingStage,
  thresholdStage,
} from '@anodec/eval';
import {
  type AlarmCounts,
  type AlarmRules,
  countAlarms,
  type CountedRecording,
  countedRecording,
} from '@anodec/metrics';
import type { EvaluatedRecordings } from '../runs/evaluated-recordings.js';
import { readScored } from '../runs/read-scored.js';
import type { TrainedRun } from '../runs/trained-run.js';

/** Stored errors of normal operation and of the tests. */
export interface StoredErrors {
  readonly normal: NormalSplit;
  readonly tests: readonly ScoredFrame[];
}

/**
 * Reads the errors that the primary detector gave normal rows and test rows.
 *
 * @throws DataError where they are not in the run, as in early versions for normal rows
 */
export async function readErrors(
  trained: TrainedRun,
  { sides, prepared }: EvaluatedRecordings,
): Promise<StoredErrors> {
  const raw = prepared.map((frame) => frame.raw);
  const normal = {
    training: await readScored(trained, 'training', sides.training),
    validation: await readScored(trained, 'validation', sides.validation),
  };
  return { normal, tests: await readScored(trained, 'test', raw) };
}

/** Detections as recordings whose alarms are counted. */
export function countedRecordings(
  config: AlarmPolicyConfig,
  frames: readonly TimeSeriesFrame[],
  detections: readonly Pick<Detection, 'score' | 'limits' | 'threshold' | 'alarms'>[],
  attacks: EvaluatedRecordings['attacks'],
): CountedRecording[] {
  return frames.map((frame, i) => {
    const test = { frame, detection: detections[i], ...(attacks && { attacks }) };
    return countedRecording(test, rulesOf(config, frame));
  });
}

/** What policies are tried on. */
export interface PolicyTrial {
  readonly errors: StoredErrors;
  /** The policy of the run. */
  readonly fitted: FittedAlarmPolicy;
  /** The tests, their attacks placed; scores and lengths are those of the policy of the run. */
  readonly counted: readonly CountedRecording[];
}

/**
 * Fits another policy as a whole to the stored errors of normal rows and counts its alarms on the tests.
 *
 * @throws DataError or ConfigError where the policy cannot be fitted to these errors
 */
export function tryPolicy(config: AlarmPolicyConfig, trial: PolicyTrial): AlarmCounts {
  const { normal, tests } = trial.errors;
  const fitted = fitAlarmPolicy(config, normal);
  const scored = tests.map((test) => applyAlarmPolicy(fitted, test));
  return countScores(config, scored, trial);
}

/** Counts the alarms of policies that differ from that of the run only in what follows the pooling. */
export function createTailTrial(trial: PolicyTrial): (config: AlarmPolicyConfig) => AlarmCounts {
  const { errors, fitted } = trial;
  const pooled = errors.tests.map(({ frame, scores }) => {
    const stage = scoringStage(fitted, timeOf(fitted.config, frame));
    return stage.apply({ scores, timestamps: frame.timestamps }).pooled;
  });
  return (config) => {
    const set = fitThreshold({ ...fitted, config }, errors.normal.validation);
    const scored = errors.tests.map(({ frame }, i) => {
      const time = timeOf(config, frame);
      const rows = { score: pooled[i], timestamps: frame.timestamps };
      const score = smoothingStage(config.smoothing, time).apply(rows);
      const { limits } = thresholdStage(fittedLimit({ config, ...set }), time).apply(score);
      return { score, limits };
    });
    return countScores(config, scored, trial);
  };
}

function countScores(
  config: AlarmPolicyConfig,
  scored: readonly Pick<Detection, 'score' | 'limits'>[],
  { errors, counted }: PolicyTrial,
): AlarmCounts {
  const recordings = counted.map((recording, i) => ({
    ...recording,
    score: scored[i].score,
    limits: scored[i].limits,
    ...rulesOf(config, errors.tests[i].frame),
  }));
  return countAlarms(recordings);
}

function rulesOf(config: AlarmPolicyConfig, frame: TimeSeriesFrame): AlarmRules {
  const lengths = alarmLengths(config, timeOf(config, frame));
  return { lengths, closeAt: config.alarms.closeAt };
}

function timeOf({ assumedPeriod }: AlarmPolicyConfig, frame: TimeSeriesFrame): RowTime {
  return { clock: frame.clock, period: framePeriod(frame), assumedPeriod };
}
