/** Ties network, windows and trainer together; loaded when a fit begins, and TensorFlow.js with it. */
import type { TimeSeriesFrame } from '@anodec/core';
import { useBackend } from '@anodec/kernels';
import type { AutoencoderConfig } from '../config.js';
import type { ParameterSet } from '../parameter-set.js';
import { fit, type TrainerOptions } from '../training/trainer.js';
import type { FitSummary } from '../training/callback.js';
import { createWindowBatches } from './batches.js';
import { createTrainable } from './model.js';

export interface TrainOptions extends TrainerOptions {
  readonly validation: readonly TimeSeriesFrame[];
}

/** Trains `parameters` in place; they end as the best epoch's. */
export async function trainAutoencoder(
  config: AutoencoderConfig,
  parameters: ParameterSet,
  recordings: readonly TimeSeriesFrame[],
  options: TrainOptions,
): Promise<FitSummary> {
  const batches = createWindowBatches(config, recordings, options.validation);
  const backend = await useBackend(config.backend);
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
    const { summary, weights } = await fit(model, batches, config, options);
    parameters.flat.set(weights);
    return summary;
  } finally {
    model.dispose();
  }
}
