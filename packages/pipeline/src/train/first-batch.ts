/** The first batch of a training once more, as recordings. */
import { ConfigError, parseConfig, type TimeSeriesFrame } from '@anodec/core';
import { AutoencoderConfig, createWindowBatches } from '@anodec/model';
import { collectRecordings, type PreparedFrame } from '@anodec/preprocess';
import { fittedFrames, prepareNormalData } from '../data/normal-data.js';
import { ownSettings } from '../detectors/registry.js';
import type { TrainedRun } from '../runs/trained-run.js';

/** A window of a recording. */
export interface RecordedWindow {
  /** The training rows of its recording. */
  readonly frame: PreparedFrame;
  /** Its first row. */
  readonly start: number;
}

/**
 * The windows of the first batch that a network was trained on: the same for the same recordings, settings and seed.
 *
 * @param recordings of normal operation, those that the run learned from, as they are stored
 * @throws ConfigError when the detector of the run is no network with windows
 * @throws DataError when a recording is shorter than a window
 */
export function firstTrainingWindows(
  { settings, detectors: [{ title }] }: TrainedRun,
  recordings: readonly TimeSeriesFrame[],
): RecordedWindow[] {
  const { detector, preprocess } = settings;
  if (detector.kind !== 'autoencoder') {
    throw new ConfigError(
      `The run must be of an autoencoder to have a first training batch, got ${title}.`,
    );
  }
  const recorded = recordings.map((_, i) => ({ source: `normal recording ${i + 1}` }));
  const nameOf = (i: number): string => recorded[i].source;
  const collected = collectRecordings(recordings, preprocess, nameOf, { normal: true });
  const normal = prepareNormalData({ ...collected, recorded }, settings);
  const { frames, validation } = fittedFrames(normal, detector.kind);
  const config = parseConfig(AutoencoderConfig, ownSettings(detector));
  const batches = createWindowBatches(config, frames, validation);
  const [first] = batches.train(0);
  const prepared = normal.whole ?? normal.training;
  return batches
    .locate(first)
    .slice(0, config.batchSize)
    .map(({ recording, start }) => ({ frame: prepared[recording], start }));
}
