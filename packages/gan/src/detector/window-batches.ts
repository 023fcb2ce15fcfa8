/** The batches of the detector: windows of recordings, with the random numbers of generated ones. */
import { createRandom, type Random, type TimeSeriesFrame } from '@anodec/core';
import { createWindowBatches, type WindowBatch, type WindowBatches } from '@anodec/model';
import type { BatchSource } from '@anodec/model';
import type { Draw, DiscriminatorBatch, GanBatch } from '../training/batches.js';
import { variants } from '../variants.js';
import { trainerConfigOf, type WindowGanConfig } from './config.js';

/** Batches, with the number of windows that there are of each side. */
export interface WindowGanBatches extends BatchSource<GanBatch> {
  readonly trainWindows: number;
  readonly validWindows: number;
}

/**
 * Windows are drawn as those of an autoencoder; of several steps of the discriminator each has windows of its own.
 *
 * A batch depends on the seed, the epoch and its number alone, so that a fit can continue at any step.
 *
 * @throws DataError when a recording has no stretch as long as a window
 */
export function createWindowGanBatches(
  config: WindowGanConfig,
  recordings: readonly TimeSeriesFrame[],
  validation: readonly TimeSeriesFrame[],
): WindowGanBatches {
  const { discriminatorSteps } = variants[config.variant].defaults;
  const trainer = trainerConfigOf(config);
  const joined = { ...trainer, accumulateGradBatches: discriminatorSteps };
  const windows = createWindowBatches(joined, recordings, validation);
  const random = createRandom(config.seed);
  const toGan = (batch: WindowBatch, stream: Random): GanBatch => {
    const parts = partsOf(batch, config, stream, discriminatorSteps);
    const [{ labels }] = parts;
    return {
      ...parts[0],
      size: labels.length,
      further: parts.slice(1),
      generated: draw(config, labels, stream.stream('generated')),
      dropout: stream.stream('dropout'),
    };
  };
  return {
    ...counts(windows),
    *train(epoch, fromStep = 0) {
      let step = fromStep;
      for (const batch of windows.train(epoch, fromStep)) {
        yield toGan(batch, random.stream(`epoch ${epoch} step ${step}`));
        step += 1;
      }
    },
    *valid() {
      for (const batch of windows.valid()) yield toGan(batch, random.stream('validation'));
    },
  };
}

function counts({ trainWindows, validWindows, stepsPerEpoch }: WindowBatches) {
  return { trainWindows, validWindows, stepsPerEpoch };
}

/** As many steps of the discriminator as there are whole batches of windows, at least one. */
function partsOf(
  { size, input, mask }: WindowBatch,
  config: WindowGanConfig,
  stream: Random,
  steps: number,
): DiscriminatorBatch[] {
  const width = input.length / size;
  const B = Math.min(size, config.batchSize);
  const count = Math.max(1, Math.min(steps, Math.floor(size / B)));
  const isCritic = variants[config.variant].loss === 'wasserstein';
  return Array.from({ length: count }, (_, k) => {
    const own = stream.stream(`part ${k}`);
    const labels = new Int32Array(B);
    const rows = (values: Float32Array) => values.slice(k * B * width, (k + 1) * B * width);
    return {
      days: rows(input),
      labels,
      fake: draw(config, labels, own),
      ...(mask && { mask: rows(mask) }),
      ...(isCritic && { mix: Float32Array.from({ length: B }, () => own.uniform()) }),
    };
  });
}

function draw({ latentSize }: WindowGanConfig, labels: Int32Array, random: Random): Draw {
  const latent = Float32Array.from({ length: labels.length * latentSize }, () => random.normal());
  return { latent, labels };
}
