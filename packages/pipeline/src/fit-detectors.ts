/** Fits the learned detector and its neighbours, and what each needs to raise alarms. */
import {
  type FittedDetector,
  type Listeners,
  lookup,
  type Scores,
  StoppedError,
} from '@anodec/core';
import {
  fitVerdict,
  type FittedVerdict,
  type ScoredRecording,
  type VerdictConfig,
} from '@anodec/eval';
import {
  type AutoencoderConfig,
  type Callback,
  type Checkpoint,
  createDetector,
} from '@anodec/model';
import { type Neighbour, neighbours } from './baselines.js';
import { type PreparedFrame, type PreparedNormal } from '@anodec/preprocess';
import { scoreFrame } from './score-frame.js';

/** A detector that can raise alarms. */
export interface TrainedDetector {
  readonly name: string;
  readonly detector: FittedDetector;
  readonly verdict: FittedVerdict;
  /** Scores of the normal recordings, from which the verdict was fitted. */
  readonly normal: NormalScores;
}

/** Scores of normal operation, in the order of the recordings. */
export interface NormalScores {
  readonly training: readonly Scores[];
  readonly validation: readonly Scores[];
}

/** What the learned detector is told besides its settings. */
export interface LearnerOptions {
  readonly config: AutoencoderConfig;
  readonly callback: Callback;
  readonly resume?: Checkpoint;
}

/** The name of the learned detector among the files of a run. */
export const LEARNER = 'autoencoder';

/**
 * Trains the autoencoder.
 *
 * @throws StoppedError when the signal was raised; what was learned until then is in the run
 */
export async function fitLearner(
  { config, callback, resume }: LearnerOptions,
  { training, validation }: PreparedNormal,
  { progress, signal }: Listeners,
): Promise<FittedDetector> {
  const detector = createDetector(LEARNER, config, [callback], resume);
  const options = { validation: validation.map(({ inputs }) => inputs), signal, progress };
  const fitted = await detector.fit(
    training.map(({ inputs }) => inputs),
    options,
  );
  if (signal?.aborted) throw new StoppedError('Stopped while training.');
  return fitted;
}

/** Fits a neighbour and what it needs to raise alarms. */
export async function trainNeighbour(
  name: string,
  recordings: PreparedNormal,
  config: VerdictConfig,
  listeners: Listeners,
): Promise<TrainedDetector> {
  const { detector, input, verdict = config } = lookup('neighbour', neighbours, name);
  const frames = recordings.training.map((recording) => recording[input]);
  const fitted = await createDetector(detector).fit(frames, { signal: listeners.signal });
  return calibrate({ name, detector: fitted, input }, recordings, verdict, listeners);
}

/** Scores normal operation and learns from it what an alarm is; no label is looked at. */
export async function calibrate(
  fitted: { name: string; detector: FittedDetector; input: Neighbour['input'] },
  recordings: PreparedNormal,
  config: VerdictConfig,
  listeners: Listeners,
): Promise<TrainedDetector> {
  const { name, detector, input } = fitted;
  const score = async (side: readonly PreparedFrame[]): Promise<Scores[]> => {
    const scores: Scores[] = [];
    for (const recording of side) {
      const { preprocessing } = recordings;
      scores.push(await scoreFrame(detector, recording, input, preprocessing, listeners));
    }
    return scores;
  };
  const training = await score(recordings.training);
  const validation = await score(recordings.validation);
  const verdict = fitVerdict(config, {
    training: beside(recordings.training, training),
    validation: beside(recordings.validation, validation),
  });
  return { name, detector, verdict, normal: { training, validation } };
}

function beside(
  recordings: readonly PreparedFrame[],
  scores: readonly Scores[],
): ScoredRecording[] {
  return recordings.map(({ raw }, i) => ({ frame: raw, scores: scores[i] }));
}
