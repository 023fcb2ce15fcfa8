/** The training of the detector. Imported by a fit only, with TensorFlow.js. */
import { createFrame, type TimeSeriesFrame } from '@anodec/core';
import { fallbackCount, webAssemblyJobCount } from '@anodec/kernels';
import { asComputed, fit, startCompute, type TrainerOptions } from '@anodec/model';
import { countParameters, type WeightArrays } from '../weights.js';
import { cutDeviations, fitChannelScale, scaleArrays, toDeviations } from './channel-scale.js';
import { trainerConfigOf, type WindowGanConfig } from './config.js';
import { createWindowGanBatches } from './window-batches.js';
import { createWindowModel } from './window-model.js';
import { buildWindowNetworks, drawWindowWeights, weightsOfAll } from './window-networks.js';

/** The outcome of a training. */
export interface TrainedWindows {
  /** With the backend that really computed. */
  readonly config: WindowGanConfig;
  /** Of the best epoch. */
  readonly arrays: WeightArrays;
}

/**
 * Trains the networks on windows of normal operation.
 *
 * @throws StoppedError when the signal is aborted before the first epoch is over
 */
export async function trainWindows(
  requested: WindowGanConfig,
  recordings: readonly TimeSeriesFrame[],
  validation: readonly TimeSeriesFrame[],
  options: TrainerOptions,
): Promise<TrainedWindows> {
  const scale = fitChannelScale(recordings);
  const read = (frame: TimeSeriesFrame): TimeSeriesFrame => {
    const frames = toDeviations(scale, frame);
    return createFrame({ ...frames, values: cutDeviations(frames.values) });
  };
  const batches = createWindowGanBatches(requested, recordings.map(read), validation.map(read));
  const backend = await startCompute(requested);
  const config = asComputed(requested, backend);
  const trainer = trainerConfigOf(config);
  const { channels } = recordings[0];
  const networks = buildWindowNetworks(config, channels.length);
  const initial = drawWindowWeights(networks, config.seed);
  const fixed = scaleArrays(scale);
  const model = createWindowModel(networks, initial, { config, channels, fixed });
  const { trainWindows: train, validWindows, stepsPerEpoch } = batches;
  try {
    const { detector } = await fit(model, batches, trainer, {
      ...options,
      fallbackCount,
      jobsInWebAssembly: webAssemblyJobCount,
      start: {
        config: trainer,
        parameters: countParameters(weightsOfAll(networks)),
        trainWindows: train,
        validWindows,
        stepsPerEpoch,
        backend,
      },
    });
    return { config, arrays: detector.arrays };
  } finally {
    model.dispose();
  }
}
