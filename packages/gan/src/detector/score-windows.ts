/** Scores of a fitted detector. Imported when something is scored, with TensorFlow.js. */
import type { ScoreOptions, TimeSeriesFrame } from '@anodec/core';
import { tf } from '@anodec/kernels';
import { foldWindows, hasMissing, startCompute, withStandIns } from '@anodec/model';
import { asTensors, pickWeights, type WeightArrays } from '../weights.js';
import { cutDeviations, scaleIn, toDeviations } from './channel-scale.js';
import type { WindowGanConfig } from './config.js';
import { buildWindowNetworks, compareWindows, weightsOfAll } from './window-networks.js';

/**
 * How far the readings of a frame are from what the generator makes of the codes of their windows, folded.
 *
 * @returns (T, C), in the unit of the readings or its square, NaN where no window reaches and where a reading is missing
 */
export async function windowErrors(
  config: WindowGanConfig,
  arrays: WeightArrays,
  frame: TimeSeriesFrame,
  options?: ScoreOptions,
): Promise<Float32Array> {
  const { scoreError, scoreFeatureWeight } = config;
  const { deviations } = scaleIn(arrays);
  const C = deviations.length;
  const errors = await foldMade(config, arrays, frame, options, (input, { made, features }) => {
    const width = input.length / features.length;
    return input.map((reading, i) => {
      const difference = made[i] - reading;
      const error = scoreError === 'squared' ? difference ** 2 : Math.abs(difference);
      return error + scoreFeatureWeight * features[Math.floor(i / width)];
    });
  });
  const units = scoreError === 'squared' ? deviations.map((one) => one ** 2) : deviations;
  return errors.map((error, i) => error * units[i % C]);
}

/**
 * What the generator makes of the codes of windows, folded; folds that make sense for errors alone, `window` and `min`, give
 * way to the mean.
 *
 * @returns (T, C), NaN where no window reaches
 */
export async function madeWindows(
  config: WindowGanConfig,
  arrays: WeightArrays,
  frame: TimeSeriesFrame,
  options?: ScoreOptions,
): Promise<Float32Array> {
  const fold = config.fold === 'window' || config.fold === 'min' ? 'mean' : config.fold;
  const { means, deviations } = scaleIn(arrays);
  const C = means.length;
  const made = await foldMade(
    { ...config, fold },
    arrays,
    frame,
    options,
    (_, batch) => batch.made,
  );
  return made.map((value, i) => value * deviations[i % C] + means[i % C]);
}

/** A batch of windows as the networks see it. */
interface MadeBatch {
  /** (B, W, C) */
  readonly made: Float32Array;
  /** (B), mean squared difference of the features; 0 where they are not asked for. */
  readonly features: Float32Array;
}

async function foldMade(
  config: WindowGanConfig,
  arrays: WeightArrays,
  frame: TimeSeriesFrame,
  options: ScoreOptions | undefined,
  valuesOf: (input: Float32Array, batch: MadeBatch) => Float32Array,
): Promise<Float32Array> {
  await startCompute(config);
  const networks = buildWindowNetworks(config, frame.channels.length);
  const weights = asTensors(pickWeights(weightsOfAll(networks), arrays, 'the detector'));
  const B = config.scoreBatchSize;
  const make = async (input: Float32Array): Promise<Float32Array> => {
    const read = cutDeviations(hasMissing(input) ? withStandIns(input) : input);
    const tensors = tf.tidy(() => {
      const windows = tf.tensor2d(read, [B, read.length / B]);
      const { made, features } = compareWindows(networks, weights, windows);
      return [made, config.scoreFeatureWeight > 0 ? features() : tf.zeros([B])];
    });
    const [made, features] = await Promise.all(tensors.map((tensor) => tensor.data<'float32'>()));
    tf.dispose(tensors);
    return valuesOf(input, { made, features });
  };
  try {
    return await foldWindows(config, toDeviations(scaleIn(arrays), frame), make, options);
  } finally {
    tf.dispose(Object.values(weights));
  }
}
