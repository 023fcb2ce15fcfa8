/** The autoencoder before its training, for steps that no run keeps. Loads TensorFlow.js when it is used. */
import { createRandom, type Listeners, type TimeSeriesFrame } from '@anodec/core';
import type { WindowBatches } from '../autoencoder/batches.js';
import type { TrainableModel } from '../autoencoder/model.js';
import { initialWeights, parameterShapes } from '../autoencoder/shapes.js';
import { asComputed, startCompute } from '../compute.js';
import type { AutoencoderConfig } from '../config.js';
import { networkInputs } from '../detectors/autoencoder.js';

/** A network with its first weights, and its batches. */
export interface Probe {
  readonly model: TrainableModel;
  readonly batches: WindowBatches;
}

/** Opens networks that all begin with the same weights, those of a training with these settings. */
export interface ProbeSource {
  /** The caller disposes of the model. @param changed settings that differ from those of the source */
  open(changed?: Partial<AutoencoderConfig>): Promise<Probe>;
}

/**
 * Prepares what a training on these recordings begins with.
 *
 * @throws DataError when a recording has no stretch as long as a window
 */
export async function probeAutoencoder(
  settings: AutoencoderConfig,
  recordings: readonly TimeSeriesFrame[],
  validation: readonly TimeSeriesFrame[],
  listeners: Listeners = {},
): Promise<ProbeSource> {
  const { createTrainable } = await import('../autoencoder/model.js');
  const { createWindowBatches } = await import('../autoencoder/batches.js');
  const inputs = await networkInputs(settings, recordings, validation, listeners);
  const [{ channels }] = recordings;
  return {
    async open(changed = {}) {
      const requested = { ...settings, ...changed };
      const batches = createWindowBatches(requested, inputs.recordings, inputs.validation);
      const config = asComputed(requested, await startCompute(requested));
      const random = createRandom(config.seed).stream('weights');
      const shapes = parameterShapes(config, channels.length);
      const weights = initialWeights(shapes, random, config.linearPath ? 'output' : undefined);
      return { model: createTrainable(config, weights, channels), batches };
    },
  };
}
