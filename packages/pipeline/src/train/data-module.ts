/**
 * The windows of a data set in batches, as the autoencoder trains on them, for networks of one's own: the
 * data module of the original program.
 */
import { ConfigError, parseConfig } from '@anodec/core';
import {
  AutoencoderConfig,
  createWindowBatches,
  scoringBatches,
  type WindowBatch,
} from '@anodec/model';
import { prepareFrame, type Preprocessing } from '@anodec/preprocess';
import { fittedFrames, prepareNormalData } from '../data/normal-data.js';
import { readRecordings } from '../data/recordings.js';
import { ownSettings } from '../detectors/registry.js';
import { ATTACK_KEY, NORMAL_KEY, processedStore } from '../settings/paths.js';
import { type GivenTrainSettings, parseTrainSettings } from '../settings/settings.js';

/** Sizes of a batch of windows, (B, W, C). */
export interface BatchDims {
  readonly batch: number;
  readonly window: number;
  /** Columns of the inputs; more than channels with one-hot columns. */
  readonly channels: number;
}

/** Batches of scaled windows; the arrays of a batch are overwritten by the next one. */
export interface DataModule {
  readonly dims: BatchDims;
  /** Windows that there are to train on and to validate. */
  readonly windows: { readonly train: number; readonly validation: number };
  /** What was learned on training rows and is applied to all. */
  readonly preprocessing: Preprocessing;
  /** The windows of an epoch in their random order, which the seed and the epoch decide. */
  train(epoch: number): Iterable<WindowBatch>;
  validation(): Iterable<WindowBatch>;
  /** The windows of the test recordings in order. @throws DataError when there is no test recording */
  test(): Promise<Iterable<WindowBatch>>;
}

/**
 * Reads a prepared data set and makes its windows.
 *
 * @param given settings as `trainRun` takes them: `paths`, `preprocess`, and of `detector` windowSize,
 *   batchSize, sampleSize, stride, seed …
 * @throws ConfigError when a setting is not valid, or the detector has no windows
 * @throws DataError when there is no such data set, or a recording is shorter than a window
 */
export async function createDataModule(given: GivenTrainSettings = {}): Promise<DataModule> {
  const settings = parseTrainSettings(given);
  const { paths, preprocess, detector } = settings;
  if (detector.kind !== 'autoencoder') {
    throw new ConfigError(
      `Windows must be those of a detector that has them, autoencoder, got ${detector.kind}.`,
    );
  }
  const config = parseConfig(AutoencoderConfig, ownSettings(detector));
  const store = processedStore(paths);
  const normal = prepareNormalData(await readRecordings(store, NORMAL_KEY, preprocess), settings);
  const { frames, validation } = fittedFrames(normal, detector.kind);
  const batches = createWindowBatches(config, frames, validation);
  const { preprocessing } = normal;
  return {
    dims: {
      batch: config.batchSize,
      window: config.windowSize,
      channels: frames[0].channels.length,
    },
    windows: { train: batches.trainWindows, validation: batches.validWindows },
    preprocessing,
    train: (epoch) => batches.train(epoch),
    validation: () => batches.valid(),
    async test() {
      const { period } = preprocessing;
      const tests = await readRecordings(store, ATTACK_KEY, preprocess, period);
      const inputs = tests.frames.map((frame) => prepareFrame(frame, preprocessing).inputs);
      return scoringBatches(config, inputs);
    },
  };
}
