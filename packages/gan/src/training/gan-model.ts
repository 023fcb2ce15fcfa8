/**
 * A generator and a discriminator as the trainer trains them: in each iteration the discriminator learns from real and
 * generated days, in one step or several, then the generator from what the discriminator, as it is now, says of other generated days.
 *
 * Both pass each batch in their learning form. Running statistics follow the batches that a network learns from: real and
 * generated ones for the discriminator, those of its own step for the generator.
 */
import { tf } from '@anodec/kernels';
import type { Random } from '@anodec/core';
import type { ModelState, NamedValues, Trainable } from '@anodec/model';
import type { OptimizerSettings } from '@anodec/model/optimizers';
import type { BuiltGan } from '../gan-networks.js';
import { requireGradients } from '../layers/gradients.js';
import type { Learning, NamedTensors, Pass } from '../layers/layer.js';
import type { Discriminator } from '../networks/variant.js';
import { pickWeights, type WeightArrays } from '../weights.js';
import type { DiscriminatorBatch, Draw, GanBatch } from './batches.js';
import { type GanLoss, judgementLoss, meanLosses } from './gan-losses.js';
import {
  createLearner,
  disposeLearner,
  learn,
  type Learner,
  loadLearner,
  stateOf,
  tensorsOf,
  weightsOf,
} from './learner.js';
import { criticLoss, generatorLoss } from './wasserstein.js';

/** What a training needs beside the networks. */
export interface GanTraining {
  readonly optimizer: OptimizerSettings;
  readonly classWeight: number;
  /** Of the gradient penalty, where there is one. */
  readonly penaltyWeight: number;
  /** A loss that the generator lowers besides, of its weights; differentiable in them. */
  readonly alsoLowered?: (weights: NamedTensors, batch: GanBatch) => tf.Tensor;
  /** What the detector of the trainer is called. */
  readonly config: Readonly<Record<string, unknown>>;
}

/** A model in the memory of the backend, which `dispose` frees. */
export interface GanModel extends Trainable<GanBatch> {
  readonly generator: Learner;
  readonly discriminator: Learner;
  dispose(): void;
}

/** @param arrays weights of both networks to begin with; left as they are */
export function createGanModel(
  built: BuiltGan,
  arrays: WeightArrays,
  training: GanTraining,
): GanModel {
  requireGradients();
  const { generator, discriminator } = built;
  const g = createLearner(generator.weights, arrays, training.optimizer, 'generatorAdam');
  const d = createLearner(discriminator.weights, arrays, training.optimizer, 'discriminatorAdam');
  const all = { ...generator.weights, ...discriminator.weights };
  return {
    generator: g,
    discriminator: d,
    losses: lossNames(built),
    optimizers: ['generator', 'discriminator'],
    async step(batch, { learningRates }) {
      const parts = { built, g, d, training, dropout: batch.dropout };
      let dLoss = stepDiscriminator(parts, batch, learningRates.discriminator);
      for (const further of batch.further) {
        tf.dispose(tensorsOf(dLoss));
        dLoss = stepDiscriminator(parts, further, learningRates.discriminator);
      }
      const gLoss = stepGenerator(parts, batch, learningRates.generator);
      return readLosses(dLoss, gLoss);
    },
    async loss() {
      return {}; // there are no days to validate on
    },
    async state() {
      return mergeStates([await stateOf(g), await stateOf(d)]);
    },
    load(state) {
      for (const learner of [g, d]) loadLearner(learner, state);
    },
    detector: (read) => ({
      detector: 'gan',
      config: training.config,
      channels: [],
      arrays: pickWeights(all, read, 'the networks'),
    }),
    dispose() {
      for (const learner of [g, d]) disposeLearner(learner);
    },
  };
}

/** Names of the losses of a variant: with classes four, with a critic three, else two. */
function lossNames({ variant, discriminator }: BuiltGan): [string, ...string[]] {
  if (variant.loss === 'wasserstein') return ['g', 'd', 'd_penalty'];
  const hasClasses = 'discriminator.classes.weight' in discriminator.weights;
  return hasClasses ? ['g_valid', 'd_valid', 'g_class', 'd_class'] : ['g', 'd'];
}

interface Parts {
  readonly built: BuiltGan;
  readonly g: Learner;
  readonly d: Learner;
  readonly training: GanTraining;
  readonly dropout: Random;
}

function stepDiscriminator(parts: Parts, batch: DiscriminatorBatch, learningRate: number): GanLoss {
  const { built, g, d, dropout } = parts;
  const B = batch.labels.length;
  const fakes = tf.tidy(() => {
    const { latent, labels } = asTensorsOf(batch.fake, B);
    const pass = { weights: weightsOf(g), learning: { dropout } };
    return withHoles(built.generator.generate(pass, latent, labels), batch);
  });
  iterate(built.discriminator, d);
  const learning: Learning = { dropout, keepMoments: d.statistics.collect };
  const loss = learn(d, learningRate, (weights) => {
    return discriminatorLoss(parts, { weights, learning }, batch, fakes);
  });
  fakes.dispose();
  return loss;
}

function discriminatorLoss(
  { built: { discriminator }, training }: Parts,
  pass: Pass,
  batch: DiscriminatorBatch,
  fakes: tf.Tensor,
): GanLoss {
  const B = batch.labels.length;
  const labels = tf.tensor1d(batch.labels, 'int32');
  const days = tf.tensor2d(batch.days, [B, batch.days.length / B]);
  if (batch.mix) {
    const critic = (of: tf.Tensor) => discriminator.discriminate(pass, of, labels).validity;
    const points = { real: days, fake: fakes, mix: tf.tensor1d(batch.mix) };
    return criticLoss(critic, points, training.penaltyWeight);
  }
  const { classWeight } = training;
  const real = judgementLoss(
    discriminator.discriminate(pass, days, labels),
    1,
    labels,
    classWeight,
  );
  const of = tf.tensor1d(batch.fake.labels, 'int32');
  const fake = judgementLoss(discriminator.discriminate(pass, fakes, of), 0, of, classWeight);
  return meanLosses(real, fake);
}

/** Moves the vectors of spectral normalisation, where there are any. */
function iterate({ spectralNorm }: Discriminator, d: Learner): void {
  if (!spectralNorm) return;
  const moved = tf.tidy(() => {
    return spectralNorm.iterate(weightsOf(d));
  });
  for (const tensor of Object.values(moved)) tf.keep(tensor);
  d.statistics.replace(moved);
}

function stepGenerator(
  { built: { variant, generator, discriminator }, g, d, training, dropout }: Parts,
  batch: GanBatch,
  learningRate: number,
): GanLoss {
  const learning: Learning = { dropout, keepMoments: g.statistics.collect };
  return learn(g, learningRate, (weights) => {
    const { latent, labels } = asTensorsOf(batch.generated, batch.size);
    const days = withHoles(generator.generate({ weights, learning }, latent, labels), batch);
    const pass = { weights: weightsOf(d), learning: { dropout } };
    const judged = discriminator.discriminate(pass, days, labels);
    const loss =
      variant.loss === 'wasserstein'
        ? generatorLoss(judged.validity)
        : judgementLoss(judged, 1, labels, training.classWeight);
    if (!training.alsoLowered) return loss;
    return { ...loss, total: tf.add<tf.Scalar>(loss.total, training.alsoLowered(weights, batch)) };
  });
}

/** Generated days with the gaps of the real ones, by which the discriminator could tell them otherwise. */
function withHoles(days: tf.Tensor, { mask }: DiscriminatorBatch): tf.Tensor {
  return mask
    ? tf.mul(days, tf.tensor2d(mask, [days.shape[0], mask.length / days.shape[0]]))
    : days;
}

async function readLosses(d: GanLoss, g: GanLoss): Promise<NamedValues> {
  const values = await Promise.all(
    Object.entries(namedLosses(d, g)).map(async ([name, loss]) => {
      return [name, (await loss.data())[0]] as const;
    }),
  );
  tf.dispose([...tensorsOf(d), ...tensorsOf(g)]);
  return Object.fromEntries(values);
}

function namedLosses(d: GanLoss, g: GanLoss): Readonly<Record<string, tf.Scalar>> {
  if (d.penalty) return { g: g.validity, d: d.validity, d_penalty: d.penalty };
  if (!d.classes || !g.classes) return { g: g.validity, d: d.total };
  return { g_valid: g.validity, d_valid: d.validity, g_class: g.classes, d_class: d.classes };
}

function mergeStates([a, b]: readonly ModelState[]): ModelState {
  return { arrays: { ...a.arrays, ...b.arrays }, counters: { ...a.counters, ...b.counters } };
}

function asTensorsOf({ latent, labels }: Draw, B: number) {
  return {
    latent: tf.tensor2d(latent, [B, latent.length / B]),
    labels: tf.tensor1d(labels, 'int32'),
  };
}
