/** What a training would begin with, for a search that leaves no run behind. */
import { ConfigError, type Listeners } from '@anodec/core';
import {
  AutoencoderConfig,
  type ChosenBackend,
  probeAutoencoder,
  type ProbeSource,
} from '@anodec/model';
import {
  fittedFrames,
  NORMAL_KEY,
  ownSettings,
  prepareNormalData,
  processedStore,
  readRecordings,
  startComputing,
  type TrainSettings,
} from '@anodec/pipeline';

/** Listeners of a search. */
export interface FindListeners extends Listeners {
  /** Receives the backend that computes, before the first step. */
  onBackend?(backend: ChosenBackend): void;
}

/** Networks to try, and their settings. */
export interface OpenedProbe {
  readonly source: ProbeSource;
  readonly config: AutoencoderConfig;
}

/**
 * Reads the normal recordings of a data set and prepares what a training on them begins with.
 *
 * @throws ConfigError when the detector is not trained in steps
 * @throws DataError when the data set is missing or has no window
 */
export async function openProbe(
  settings: TrainSettings,
  listeners: FindListeners,
): Promise<OpenedProbe> {
  const { detector, paths, preprocess } = settings;
  if (detector.kind !== 'autoencoder') {
    throw new ConfigError(
      `A search needs a detector that is trained in steps, an autoencoder, got ${detector.kind}. Choose another detector.`,
    );
  }
  const recordings = await readRecordings(processedStore(paths), NORMAL_KEY, preprocess);
  const normal = prepareNormalData(recordings, settings);
  const { frames, validation } = fittedFrames(normal, detector.kind);
  const { computed } = await startComputing(detector);
  if (computed) listeners.onBackend?.(computed);
  const config = AutoencoderConfig.parse(ownSettings(detector));
  const source = await probeAutoencoder(config, frames, validation, listeners);
  return { source, config };
}
