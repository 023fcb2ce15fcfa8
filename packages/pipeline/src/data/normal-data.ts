/**
 * The normal recordings as a detector is trained on them.
 *
 * With `sampledTrainShare`, as in the original program, windows to train on and to validate are drawn from
 * all rows; scaling is then learned on all of them, too.
 */
import type { FitOptions, TimeSeriesFrame } from '@anodec/core';
import {
  fitPreprocessing,
  type PreparedFrame,
  type PreparedNormal,
  prepareFrame,
  prepareNormal,
  prepareTraining,
  type RecordingSet,
  splitNormal,
} from '@anodec/preprocess';
import { detectorEntry, windowSizeOf } from '../detectors/registry.js';
import { inputOf } from '../detectors/score-frame.js';
import type { TrainSettings } from '../settings/settings.js';
import type { RecordedFrame } from './recorded-frame.js';

/** Normal operation as it is split for the alarm policy, and whole where windows are drawn from all of it. */
export interface NormalData extends PreparedNormal {
  readonly whole?: readonly PreparedFrame[];
}

/** Recordings of normal operation and what they are called. */
export interface NamedRecordings extends RecordingSet {
  readonly recorded: readonly Pick<RecordedFrame, 'source'>[];
}

/** Splits normal operation and learns the preprocessing. @throws DataError when a side has no window */
export function prepareNormalData(
  recordings: NamedRecordings,
  { detector, preprocess }: Pick<TrainSettings, 'detector' | 'preprocess'>,
): NormalData {
  const nameOf = (i: number): string => recordings.recorded[i].source;
  const windowSize = windowSizeOf(detector);
  if (!drawsFromAll({ detector })) return prepareNormal(recordings, preprocess, windowSize, nameOf);
  const { frames, states, missing, averaged } = recordings;
  const { training, validation } = splitNormal(frames, preprocess, windowSize, {
    nameOf,
    averaged,
  });
  const preprocessing = fitPreprocessing(frames, states, preprocess, averaged?.to);
  return {
    training: training.map((frame) => prepareTraining(preprocessing, frame)),
    validation: validation.map((frame) => prepareFrame(frame, preprocessing)),
    whole: frames.map((frame) => prepareTraining(preprocessing, frame)),
    preprocessing,
    missing,
  };
}

/** Whether a detector draws windows to train on and to validate from the same rows. */
export function drawsFromAll({ detector }: Pick<TrainSettings, 'detector'>): boolean {
  const { sampledTrainShare } = detector;
  return typeof sampledTrainShare === 'number' && sampledTrainShare > 0;
}

/** What the primary detector is fitted to. */
export function fittedFrames(
  { training, validation, whole }: NormalData,
  kind: string,
): { frames: TimeSeriesFrame[]; validation: NonNullable<FitOptions['validation']> } {
  const { input } = detectorEntry(kind);
  const inputs = (side: readonly PreparedFrame[]) => side.map((frame) => inputOf(frame, input));
  return whole
    ? { frames: inputs(whole), validation: [] }
    : { frames: inputs(training), validation: inputs(validation) };
}
