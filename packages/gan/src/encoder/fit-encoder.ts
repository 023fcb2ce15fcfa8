/** The training of the encoder. Imported by a training only, with TensorFlow.js. */
import { createRandom, type Listeners } from '@anodec/core';
import { tf } from '@anodec/kernels';
import { type BatchSource, fit, type Trainable } from '@anodec/model';
import type { GanNetworks } from '../gan-networks.js';
import { requireGradients } from '../layers/gradients.js';
import type { BuiltLayer } from '../layers/layer.js';
import { gatherDays, type TrainingDays } from '../training/batches.js';
import { createLearner, disposeLearner, learn, loadLearner, stateOf } from '../training/learner.js';
import { trainConfigOf } from '../training/train-config.js';
import type { GanReport } from '../training/train-pair.js';
import { drawWeights, pickWeights, type WeightArrays } from '../weights.js';
import type { EncoderConfig } from './config.js';
import { encoderLoss } from './encoder-loss.js';

interface Batch {
  readonly size: number;
  readonly values: Float32Array;
  readonly labels: Int32Array;
}

/** Options of a training. */
export interface FitEncoderOptions extends Listeners {
  readonly onReport?: (report: GanReport) => void;
}

/** Keras' settings of Adam. */
const ADAM = { beta1: 0.9, beta2: 0.999, epsilon: 1e-7 };

/** Trains the encoder against networks that stay as they are. @returns its weights, and whether all iterations are made */
export async function fitEncoder(
  networks: GanNetworks,
  built: BuiltLayer,
  days: TrainingDays,
  config: EncoderConfig,
  { onReport, ...listeners }: FitEncoderOptions,
): Promise<{ readonly arrays: WeightArrays; readonly isFinished: boolean }> {
  requireGradients();
  const train = trainConfigOf({ ...config, ...ADAM, checkpointEverySeconds: 0 });
  const first = drawWeights(built.weights, createRandom(config.seed).stream('encoder'));
  const learner = createLearner(built.weights, first, train, 'encoderAdam');
  const { kappa, feature = networks.scoredFeature } = config;
  const model: Trainable<Batch> = {
    losses: ['loss'],
    optimizers: ['encoder'],
    async step({ values, labels, size }, { learningRates }) {
      const { total } = learn(learner, learningRates.encoder, (weights) => {
        const input = tf.tensor2d(values, [size, days.width]);
        const codes = built.run({ weights }, input) as tf.Tensor2D;
        const of = tf.tensor1d(labels, 'int32');
        return { total: tf.mean(encoderLoss(networks, codes, input, of, { kappa, feature })) };
      });
      const [loss] = await total.data();
      total.dispose();
      return { loss };
    },
    async loss() {
      return {}; // there are no days to validate on
    },
    state: () => stateOf(learner),
    load: (state) => loadLearner(learner, state),
    detector: (arrays) => ({
      detector: 'f-anogan',
      config,
      channels: [],
      arrays: pickWeights(built.weights, arrays, 'the encoder'),
    }),
  };
  const callback = {
    onEpochEnd: (end: { step: number; train: Readonly<Record<string, number>> }) =>
      onReport?.({ iteration: end.step, iterations: config.iterations, losses: end.train }),
  };
  try {
    const batches = batchesOf(days, config);
    const result = await fit(model, batches, train, { ...listeners, callbacks: [callback] });
    const isFinished = result.summary.reports.at(-1)?.step === config.iterations;
    return { arrays: result.detector.arrays, isFinished };
  } finally {
    disposeLearner(learner);
  }
}

function batchesOf(
  days: TrainingDays,
  { seed, batchSize, reportEvery }: EncoderConfig,
): BatchSource<Batch> {
  const random = createRandom(seed);
  return {
    stepsPerEpoch: reportEvery,
    *train(epoch, fromStep = 0) {
      for (let step = fromStep; step < reportEvery; step++) {
        const stream = random.stream(`encoded days ${epoch * reportEvery + step}`);
        yield { size: batchSize, ...gatherDays(days, batchSize, stream) };
      }
    },
    valid: () => [],
  };
}
