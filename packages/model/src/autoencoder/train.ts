/** Ties network, windows and trainer together; loaded when a fit begins, and TensorFlow.js with it. */
import type { TimeSeriesFrame } from '@anodec/core';
import { fallbackCount } from '@anodec/kernels';
import { asComputed, startCompute } from '../compute.js';
import type { AutoencoderConfig } from '../config.js';
import type { ParameterSet } from '../parameter-set.js';
import { fit, type TrainerOptions } from '../training/trainer.js';
import type { FitSummary } from '../training/callback.js';
import { createWindowBatches } from './batches.js';
import { createTrainable } from './model.js';

export interface TrainOptions extends TrainerOptions {
  readonly validation: readonly TimeSeriesFrame[];
}

/** What a training came to. */
export interface Trained {
  readonly summary: FitSummary;
  /** With what really computed. */
  readonly config: AutoencoderConfig;
}

/** Trains `parameters` in place; they end as the best epoch's. */
export async function trainAutoencoder(
  asked: AutoencoderConfig,
  parameters: ParameterSet,
  recordings: readonly TimeSeriesFrame[],
  options: TrainOptions,
): Promise<Trained> {
  const batches = createWindowBatches(asked, recordings, options.validation);
  const backend = await startCompute(asked);
  const config = asComputed(asked, backend);
  const model = createTrainable(config, parameters, recordings[0].channels);
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
    for (const callback of options.callbacks ?? []) await callback.onFitStart?.(start);
    const { summary, weights } = await fit(model, batches, config, { ...options, fallbackCount });
    parameters.flat.set(weights);
    return { summary, config };
  } finally {
    model.dispose();
  }
}
