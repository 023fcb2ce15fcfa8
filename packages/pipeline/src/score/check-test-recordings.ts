/** Faults of test recordings, found before an hour of training rather than after it. */
import { ConfigError, frameLength } from '@anodec/core';
import { readRecordings, trainedPeriod } from '../data/recordings.js';
import { windowSizeOf } from '../detectors/registry.js';
import { ATTACK_KEY, NORMAL_KEY, processedStore } from '../settings/paths.js';
import type { TrainSettings } from '../settings/settings.js';

/**
 * Checks that the test recordings of a data set can be scored by what will be trained on it.
 *
 * @throws DataError when there is none, or one has coarser rows than normal operation
 * @throws ConfigError when one is shorter than a window
 */
export async function checkTestRecordings({
  paths,
  preprocess,
  detector,
}: TrainSettings): Promise<void> {
  const store = processedStore(paths);
  const normal = await readRecordings(store, NORMAL_KEY, preprocess);
  const trained = trainedPeriod(normal);
  const { frames, recorded } = await readRecordings(store, ATTACK_KEY, preprocess, trained);
  const windowSize = windowSizeOf(detector);
  const short = frames.findIndex((frame) => frameLength(frame) < windowSize);
  if (short < 0) return;
  throw new ConfigError(
    `windowSize must be at most the ${frameLength(frames[short])} rows of the test recording ` +
      `${recorded[short].source}, got ${windowSize}.`,
  );
}
