/** The choice of a detector for a data set: ratings and numbers. */
import { join } from 'node:path';
import type { Listeners } from '@anodec/core';
import { writeJsonFile } from '@anodec/files';
import {
  type GivenTrainSettings,
  NORMAL_KEY,
  parseTrainSettings,
  prepareNormalData,
  processedStore,
  readRecordings,
} from '@anodec/pipeline';
import { type DetectorSearch, type RatedDetector, rateDetectors } from './detector-search.js';

/** What a search found, and where it is written. */
export interface FoundDetector {
  /** The best first. */
  readonly ratings: readonly RatedDetector[];
  readonly numbers: string;
}

/**
 * Rates detectors on the normal recordings of a data set, without labels; no run is made.
 *
 * @param given paths and preprocessing of the training that is to come; its detector only says how the rows are split
 * @param output folder of detector.json
 * @throws DataError when the data set is missing, or anomalies do not fit into the held-out rows
 * @throws StoppedError when the signal was raised; nothing is written
 */
export async function searchDetector(
  given: GivenTrainSettings,
  search: DetectorSearch,
  output: string,
  listeners: Listeners = {},
): Promise<FoundDetector> {
  const settings = parseTrainSettings(given);
  const { paths, preprocess } = settings;
  const recordings = await readRecordings(processedStore(paths), NORMAL_KEY, preprocess);
  const ratings = await rateDetectors(prepareNormalData(recordings, settings), search, listeners);
  const numbers = join(output, 'detector.json');
  await writeJsonFile(numbers, { search, ratings });
  return { ratings, numbers };
}
