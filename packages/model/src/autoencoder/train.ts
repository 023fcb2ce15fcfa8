/** Training of the autoencoder: network, windows and trainer. Imported by a fit only, with TensorFlow.js. */
import type { DetectorState, TimeSeriesFrame } from '@anodec/core';
import { fallbackCount, repetitionCount, timeKernels, webAssemblyJobCount } from '@anodec/kernels';
import { asComputed, startCompute } from '../compute.js';
import type { AutoencoderConfig } from '../config.js';
import type { ParameterSet } from '../parameter-set.js';
import type { Profile } from '../training/profile.js';
import { profiledBatches, profiledCallback, profiledModel } from '../training/profiled.js';
import { fit, type FitResult, type TrainerOptions } from '../training/trainer.js';
import type { BatchSource, Trainable } from '../training/trainable.js';
import { createWindowBatches, type WindowBatch } from './batches.js';
import { createTrainable } from './model.js';

/** What a fit counts of the engine's work, for the record of the run. */
export const computeCounters = {
  fallbackCount,
  jobsInWebAssembly: webAssemblyJobCount,
  repeatedBatches: repetitionCount,
};

/** Options of a training. */
export interface TrainOptions extends Omit<TrainerOptions, 'start' | keyof typeof computeCounters> {
  readonly validation: readonly TimeSeriesFrame[];
  /** Arrays of the detector that training leaves as they are. */
  readonly fixed?: DetectorState['arrays'];
  /** Receives where the time goes. */
  readonly profile?: Profile;
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
    const all = { ...options, start, ...computeCounters };
    const { detector } = options.profile
      ? await fitProfiled(model, batches, config, all, options.profile)
      : await fit(model, batches, config, all);
    return { detector, config };
  } finally {
    model.dispose();
  }
}

/** The same fit, measured. */
async function fitProfiled(
  model: Trainable<WindowBatch>,
  batches: BatchSource<WindowBatch>,
  config: AutoencoderConfig,
  options: TrainerOptions,
  profile: Profile,
): Promise<FitResult> {
  const end = timeKernels(({ kernel, milliseconds, bytes }) =>
    profile.addKernel(kernel, milliseconds, bytes),
  );
  const callbacks = options.callbacks?.map((callback) => profiledCallback(callback, profile));
  try {
    return await fit(profiledModel(model, profile), profiledBatches(batches, profile), config, {
      ...options,
      ...(callbacks && { callbacks }),
    });
  } finally {
    end();
  }
}
