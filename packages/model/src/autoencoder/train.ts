/** Training of the autoencoder: network, windows and trainer. Imported by a fit only, with TensorFlow.js. */
import type { DetectorState, TimeSeriesFrame } from '@anodec/core';
import { fallbackCount } from '@anodec/kernels';
import { asComputed, startCompute } from '../compute.js';
import type { AutoencoderConfig } from '../config.js';
import type { ParameterSet } from '../parameter-set.js';
import { fit, type TrainerOptions } from '../training/trainer.js';
import { createWindowBatches } from './batches.js';
import { createTrainable } from './model.js';

/** Options of a training. */
export interface TrainOptions extends Omit<TrainerOptions, 'start' | 'fallbackCount'> {
  readonly validation: readonly TimeSeriesFrame[];
  /** Arrays of the detector that training leaves as they are. */
  readonly fixed?: DetectorState['arrays'];
}

/** The outcome of a training. */
export interface Trained {
  /** With the weights of the best epoch. */
  readonly detector: DetectorState;
  /** The settings, with the backend that really computed. */
  readonly config: AutoencoderConfig;
}

/** @param parameters the weights to begin with, not changed */
export async function trainAutoencoder(
  requested: AutoencoderConfig,
  parameters: ParameterSet,
  recordings: readonly TimeSeriesFrame[],
  options: TrainOptions,
): Promise<Trained> {
  const batches = createWindowBatches(requested, recordings, options.validation);
  const backend = await startCompute(requested);
  const config = asComputed(requested, backend);
  const model = createTrainable(config, parameters, recordings[0].channels, options.fixed);
  const { trainWindows, validWindows, stepsPerEpoch } = batches;
  const start = {
    config,
    parameters: parameters.flat.length,
    trainWindows,
    validWindows,
    stepsPerEpoch,
    backend,
  };
  try {
    const { detector } = await fit(model, batches, config, { ...options, start, fallbackCount });
    return { detector, config };
  } finally {
    model.dispose();
  }
}
