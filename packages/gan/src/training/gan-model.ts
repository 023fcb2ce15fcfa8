/**
 * A generator and a discriminator as the trainer trains them: in each step the discriminator learns from real and
 * generated days, then the generator from what the discriminator, as it is now, says of other generated days.
 *
 * Both pass each batch in their learning form. Running statistics follow the batches that a network learns from: real and
 * generated ones for the discriminator, those of its own step for the generator.
 */
import { tf } from '@anodec/kernels';
import type { ModelState, NamedValues, Trainable } from '@anodec/model';
import type { OptimizerSettings } from '@anodec/model/optimizers';
import type { BuiltGan } from '../gan-networks.js';
import { requireGradients } from '../layers/gradients.js';
import type { Learning } from '../layers/layer.js';
import type { Discriminator } from '../networks/variant.js';
import { pickWeights, type WeightArrays } from '../weights.js';
import type { Draw, GanBatch } from './batches.js';
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

/** What a training needs beside the networks. */
export interface GanTraining {
  readonly optimizer: OptimizerSettings;
  readonly classWeight: number;
  /** What the detector of the trainer is called. */
  readonly config: Readonly<Record<string, unknown>>;
}

/** A model in the memory of the backend, which `dispose` frees. */
export interface GanModel extends Trainable<GanBatch> {
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
    losses: lossNames(built),
    optimizers: ['generator', 'discriminator'],
    async step(batch, { learningRates }) {
      const dLoss = stepDiscriminator(
        { built, g, d, training },
        batch,
        learningRates.discriminator,
      );
      const gLoss = stepGenerator({ built, g, d, training }, batch, learningRates.generator);
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

/** Names of the losses of a variant: with classes four, else two. */
function lossNames({ discriminator }: BuiltGan): [string, ...string[]] {
  const hasClasses = 'discriminator.classes.weight' in discriminator.weights;
  return hasClasses ? ['g_valid', 'd_valid', 'g_class', 'd_class'] : ['g', 'd'];
}

interface Parts {
  readonly built: BuiltGan;
  readonly g: Learner;
  readonly d: Learner;
  readonly training: GanTraining;
}

function stepDiscriminator(
  { built: { generator, discriminator }, g, d, training: { classWeight } }: Parts,
  batch: GanBatch,
  learningRate: number,
): GanLoss {
  const B = batch.size;
  const fakes = tf.tidy(() => {
    const { latent, labels } = asTensorsOf(batch.fake, B);
    const learning = { dropout: batch.dropout };
    return generator.generate({ weights: weightsOf(g), learning }, latent, labels);
  });
  iterate(discriminator, d);
  const learning: Learning = { dropout: batch.dropout, keepMoments: d.statistics.collect };
  const loss = learn(d, learningRate, (weights) => {
    const pass = { weights, learning };
    const labels = tf.tensor1d(batch.labels, 'int32');
    const days = tf.tensor2d(batch.days, [B, batch.days.length / B]);
    const real = judgementLoss(
      discriminator.discriminate(pass, days, labels),
      1,
      labels,
      classWeight,
    );
    const of = tf.tensor1d(batch.fake.labels, 'int32');
    const fake = judgementLoss(discriminator.discriminate(pass, fakes, of), 0, of, classWeight);
    return meanLosses(real, fake);
  });
  fakes.dispose();
  return loss;
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
  { built: { generator, discriminator }, g, d, training: { classWeight } }: Parts,
  batch: GanBatch,
  learningRate: number,
): GanLoss {
  const learning: Learning = { dropout: batch.dropout, keepMoments: g.statistics.collect };
  return learn(g, learningRate, (weights) => {
    const { latent, labels } = asTensorsOf(batch.generated, batch.size);
    const days = generator.generate({ weights, learning }, latent, labels);
    const pass = { weights: weightsOf(d), learning: { dropout: batch.dropout } };
    return judgementLoss(discriminator.discriminate(pass, days, labels), 1, labels, classWeight);
  });
}

async function readLosses(d: GanLoss, g: GanLoss): Promise<NamedValues> {
  const values: Record<string, number> =
    d.classes && g.classes
      ? {
          g_valid: await valueOf(g.validity),
          d_valid: await valueOf(d.validity),
          g_class: await valueOf(g.classes),
          d_class: await valueOf(d.classes),
        }
      : { g: await valueOf(g.total), d: await valueOf(d.total) };
  tf.dispose([...tensorsOf(d), ...tensorsOf(g)]);
  return values;
}

async function valueOf(loss: tf.Scalar): Promise<number> {
  return (await loss.data())[0];
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
