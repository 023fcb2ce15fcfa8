/** The window length `auto`: the period of the training rows, decided before anything else uses it. */
import { DataError, findPeriod, frameLength } from '@anodec/core';
import { fittedFrames, prepareNormalData } from '../data/normal-data.js';
import type { StoredRecordings } from '../data/recordings.js';
import type { TrainSettings } from '../settings/settings.js';

/**
 * Settings with a number of rows in place of `auto`: the period of the longest training recording, as the detector
 * reads it. They are what a run keeps, so that it can be repeated and resumed.
 *
 * @throws DataError when it has no period
 */
export function withWindowSize(
  settings: TrainSettings,
  recordings: StoredRecordings,
): TrainSettings {
  const { detector } = settings;
  if (detector.windowSize !== 'auto') return settings;
  const unsized = { ...settings, detector: { ...detector, windowSize: 1 } };
  const { frames } = fittedFrames(prepareNormalData(recordings, unsized), detector.kind);
  const longest = frames.reduce((a, b) => (frameLength(b) > frameLength(a) ? b : a));
  const windowSize = findPeriod(longest);
  if (windowSize !== undefined) return { ...settings, detector: { ...detector, windowSize } };
  throw new DataError(
    'The training rows must have a period of 4 to 302 rows for windowSize auto, got none. Give windowSize a number.',
  );
}
