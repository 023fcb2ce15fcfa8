/** Fits the detectors of a run on normal operation, and the alarm policy of each. */
import { checkStopped, type Listeners, lookup, type Scores, StoppedError } from '@anodec/core';
import { type AlarmPolicyConfig, fitAlarmPolicy } from '@anodec/eval';
import type { TrainingContext } from '@anodec/model';
import type { PreparedFrame, PreparedNormal } from '@anodec/preprocess';
import type { Run } from '@anodec/runs';
import { fittedFrames, type NormalData } from '../data/normal-data.js';
import {
  baselineOptions,
  baselines,
  type BaselinesConfig,
  chosenBaselines,
} from '../detectors/baselines.js';
import { checkFiniteScores } from '../detectors/check-finite-scores.js';
import {
  createDetector,
  type DetectorConfig,
  detectorEntry,
  ownSettings,
} from '../detectors/registry.js';
import { inputOf, pairScores, scoreFrame } from '../detectors/score-frame.js';
import type { ArtifactDetector } from '../runs/artifact.js';
import type { TrainSettings } from '../settings/settings.js';

/** A detector that can raise alarms, with the scores that its policy was fitted to. */
export interface CalibratedDetector extends ArtifactDetector {
  readonly normal: NormalScores;
}

/** Scores of normal operation, in the order of the recordings. */
export interface NormalScores {
  readonly training: readonly Scores[];
  readonly validation: readonly Scores[];
}

/** A fitted detector without an alarm policy. */
type Uncalibrated = Omit<ArtifactDetector, 'alarmPolicy'>;

/**
 * Fits the primary detector.
 *
 * @param context callbacks and the checkpoint to resume from, for detectors that train by epochs
 * @throws StoppedError when the signal was raised; finished epochs are in the run
 */
export async function fitPrimary(
  config: DetectorConfig,
  normal: NormalData,
  context: TrainingContext,
  { progress, signal }: Listeners,
): Promise<Uncalibrated> {
  const { kind } = config;
  const { input, title } = detectorEntry(kind);
  const settings = ownSettings(config);
  const { frames, validation } = fittedFrames(normal, kind);
  const detector = createDetector(kind, settings, context);
  const fitted = await detector.fit(frames, { validation, signal, progress });
  if (signal?.aborted) throw new StoppedError('Stopped while training.');
  return { name: kind, title: title(settings), input, detector: fitted };
}

/** Fits the chosen baselines and the alarm policies of all detectors, and keeps the scores of normal operation in the run. */
export async function calibrateAll(
  run: Run,
  primary: Uncalibrated,
  { alarmPolicy, baselines: settings, detector }: TrainSettings,
  normal: PreparedNormal,
  listeners: Listeners,
): Promise<CalibratedDetector[]> {
  const detectors = [
    await keepScores(run, await calibrate(primary, normal, alarmPolicy, listeners)),
  ];
  for (const name of chosenBaselines(settings)) {
    const policy = { alarmPolicy, primary: detector };
    const fitted = await fitBaseline(name, normal, settings, policy, listeners);
    detectors.push(await keepScores(run, fitted));
  }
  return detectors;
}

/**
 * Writes the scores that an alarm policy was fitted to into the run.
 *
 * @returns the detector without the scores of channels: those of several are as many times as large as the recordings
 */
async function keepScores(run: Run, fitted: CalibratedDetector): Promise<CalibratedDetector> {
  const keep = async (side: 'training' | 'validation'): Promise<Scores[]> => {
    for (const [index, scores] of fitted.normal[side].entries()) {
      await run.writeScores({ detector: fitted.name, side, index }, scores);
    }
    return fitted.normal[side].map(({ rows }) => ({ rows }));
  };
  return {
    ...fitted,
    normal: { training: await keep('training'), validation: await keep('validation') },
  };
}

async function fitBaseline(
  name: string,
  normal: PreparedNormal,
  settings: BaselinesConfig,
  { alarmPolicy: policy, primary }: { alarmPolicy: AlarmPolicyConfig; primary: DetectorConfig },
  listeners: Listeners,
): Promise<CalibratedDetector> {
  const baseline = lookup('baseline', baselines, name);
  const { title, detector, input, alarmPolicy = policy } = baseline;
  checkStopped(listeners.signal, `fitting the baseline ${name}`);
  const frames = normal.training.map((frame) => inputOf(frame, input));
  const options = baselineOptions(baseline, settings, primary);
  const fitted = await createDetector(detector, options).fit(frames, listeners);
  const uncalibrated = { name: fileName(name, primary.kind), title, input, detector: fitted };
  return calibrate(uncalibrated, normal, alarmPolicy, listeners);
}

/** A baseline of the primary's kind must not take the name of its files. */
function fileName(baseline: string, primary: string): string {
  return baseline === primary ? `baseline-${baseline}` : baseline;
}

/**
 * Scores normal operation and fits the alarm policy to the scores; labels are not used.
 *
 * @throws DataError when a score is infinite
 */
export async function calibrate(
  uncalibrated: Uncalibrated,
  normal: PreparedNormal,
  config: AlarmPolicyConfig,
  listeners: Listeners,
): Promise<CalibratedDetector> {
  const { detector, input } = uncalibrated;
  const score = async (side: readonly PreparedFrame[]): Promise<Scores[]> => {
    const scores: Scores[] = [];
    for (const frame of side) {
      scores.push(await scoreFrame(detector, frame, input, normal.preprocessing, listeners));
    }
    return scores;
  };
  const training = await score(normal.training);
  const validation = await score(normal.validation);
  const scored = {
    training: pairScores(normal.training, training),
    validation: pairScores(normal.validation, validation),
  };
  checkFiniteScores(uncalibrated.title, 'training rows', scored.training);
  checkFiniteScores(uncalibrated.title, 'held-out rows', scored.validation);
  const alarmPolicy = fitAlarmPolicy(config, scored);
  return { ...uncalibrated, alarmPolicy, normal: { training, validation } };
}
