/**
 * Generator, discriminator and encoder of windows as the trainer trains them: in each step the pair learns as in every GAN, then
 * the encoder learns to find the numbers that the generator, as it is now, makes a window from.
 *
 * f-AnoGAN trains its encoder when the pair is done. Here it learns beside it, so that there is a loss to compare epochs by from
 * the first one on: the difference of held-out windows from what is made of their codes.
 */
import { tf } from '@anodec/kernels';
import type { ModelState, NamedValues, Trainable } from '@anodec/model';
import type { NamedTensors } from '../layers/layer.js';
import type { GanBatch } from '../training/batches.js';
import { createGanModel } from '../training/gan-model.js';
import {
  createLearner,
  disposeLearner,
  learn,
  loadLearner,
  type Loss,
  stateOf,
  weightsOf,
} from '../training/learner.js';
import { variants } from '../variants.js';
import { pickWeights, type WeightArrays } from '../weights.js';
import { trainerConfigOf, type WindowGanConfig } from './config.js';
import { compareWindows, type WindowNetworks, weightsOfAll } from './window-networks.js';

/** A model in the memory of the backend, which `dispose` frees. */
export interface WindowModel extends Trainable<GanBatch> {
  dispose(): void;
}

interface EncoderLoss extends Loss {
  /** Mean squared difference of the readings. */
  readonly readings: tf.Scalar;
  /** Mean squared difference of the features. */
  readonly features: tf.Scalar;
}

/** What the detector is beside its weights. */
export interface WindowDetectorParts {
  readonly config: WindowGanConfig;
  readonly channels: readonly string[];
  /** Arrays that training leaves as they are. */
  readonly fixed: WeightArrays;
}

/** @param arrays weights to begin with; left as they are */
export function createWindowModel(
  networks: WindowNetworks,
  arrays: WeightArrays,
  { config, channels, fixed }: WindowDetectorParts,
): WindowModel {
  const optimizer = trainerConfigOf(config);
  const { beta1 } = variants[config.variant].defaults;
  const encoder = createLearner(networks.encoder.weights, arrays, optimizer, 'encoderAdam');
  const pair = createGanModel(networks.pair, arrays, {
    optimizer: { ...optimizer, beta1 },
    classWeight: 0,
    penaltyWeight: config.penaltyWeight,
    config,
    ...(config.cycleWeight > 0 && {
      alsoLowered: (weights, batch) => {
        const all = { ...weights, ...weightsOf(pair.discriminator), ...weightsOf(encoder) };
        return tf.mul(readingsLoss(networks, all, batch), config.cycleWeight);
      },
    }),
  });
  const others = () => ({ ...weightsOf(pair.generator), ...weightsOf(pair.discriminator) });
  return {
    losses: ['loss', 'features', ...pair.losses],
    optimizers: ['generator', 'discriminator', 'encoder'],
    async step(batch, options) {
      const played = await pair.step(batch, options);
      const loss = learn(encoder, options.learningRates.encoder, (weights) =>
        encoderLoss(networks, { ...others(), ...weights }, batch, config.featureWeight),
      );
      return { ...(await readLoss(loss)), ...played };
    },
    async loss(batch) {
      const weights = { ...others(), ...weightsOf(encoder) };
      const loss = tf.tidy(() => readingsLoss(networks, weights, batch));
      const [value] = await loss.data();
      loss.dispose();
      return { loss: value };
    },
    async state() {
      return mergeStates(await pair.state(), await stateOf(encoder));
    },
    load(state) {
      pair.load(state);
      loadLearner(encoder, state);
    },
    detector: (read) => ({
      detector: 'gan',
      config,
      channels,
      arrays: { ...pickWeights(weightsOfAll(networks), read, 'the networks'), ...fixed },
    }),
    dispose() {
      pair.dispose();
      disposeLearner(encoder);
    },
  };
}

/** Readings and features, as in f-AnoGAN (izi_f). */
function encoderLoss(
  networks: WindowNetworks,
  weights: NamedTensors,
  batch: GanBatch,
  featureWeight: number,
): EncoderLoss {
  const { windows, mask } = tensorsOf(batch);
  const compared = compareWindows(networks, weights, windows, mask);
  const readings = meanSquare(windows, compared.made, mask);
  const features = tf.mean<tf.Scalar>(compared.features());
  const total = tf.add<tf.Scalar>(readings, tf.mul(features, featureWeight));
  return { total, readings, features };
}

function readingsLoss(networks: WindowNetworks, weights: NamedTensors, batch: GanBatch): tf.Scalar {
  const { windows, mask } = tensorsOf(batch);
  return meanSquare(windows, compareWindows(networks, weights, windows, mask).made, mask);
}

/** Mean over the readings that there are. */
function meanSquare(windows: tf.Tensor, made: tf.Tensor, mask?: tf.Tensor): tf.Scalar {
  const squares = tf.square(tf.sub(windows, made));
  if (!mask) return tf.mean(squares);
  return tf.div(tf.sum(squares), tf.maximum(tf.sum(mask), 1));
}

function tensorsOf({ days, mask, labels }: GanBatch): {
  readonly windows: tf.Tensor2D;
  readonly mask?: tf.Tensor2D;
} {
  const shape: [number, number] = [labels.length, days.length / labels.length];
  return { windows: tf.tensor2d(days, shape), ...(mask && { mask: tf.tensor2d(mask, shape) }) };
}

async function readLoss({ total, readings, features }: EncoderLoss): Promise<NamedValues> {
  const [[loss], [ofFeatures]] = await Promise.all([readings.data(), features.data()]);
  tf.dispose([total, readings, features]);
  return { loss, features: ofFeatures };
}

function mergeStates(a: ModelState, b: ModelState): ModelState {
  return { arrays: { ...a.arrays, ...b.arrays }, counters: { ...a.counters, ...b.counters } };
}
