/** The training of one network on days, such as a classifier or an encoder. Imported by a training only, with TensorFlow.js. */
import { createRandom, type Listeners } from '@anodec/core';
import type { tf } from '@anodec/kernels';
import { type BatchSource, fit, type Trainable } from '@anodec/model';
import { requireGradients } from '../layers/gradients.js';
import type { NamedTensors, Weights } from '../layers/layer.js';
import { drawWeights, pickWeights, type WeightArrays } from '../weights.js';
import { gatherDays, type TrainingDays } from './batches.js';
import { createLearner, disposeLearner, learn, loadLearner, stateOf } from './learner.js';
import { trainConfigOf } from './train-config.js';
import type { GanReport } from './train-pair.js';

/** Days of one step, drawn with replacement. */
export interface DayBatch {
  readonly size: number;
  /** (B, width), scaled. */
  readonly values: Float32Array;
  /** (B) */
  readonly labels: Int32Array;
}

/** A network that learns. */
export interface LearningNetwork {
  readonly weights: Weights;
  /** What it is called: the name of its optimiser, and in messages. */
  readonly name: string;
  /** Name of the stream of random numbers that batches are drawn from. */
  readonly stream: string;
  /** Name of the stream of random numbers that the weights to begin with are drawn from. */
  readonly initial: string;
  /** The loss of a batch; differentiable in the weights. */
  lossOf(weights: NamedTensors, batch: DayBatch): tf.Scalar;
}

/** What the settings of such a training have in common. */
export interface FitNetworkConfig {
  readonly iterations: number;
  readonly batchSize: number;
  readonly learningRate: number;
  readonly reportEvery: number;
  readonly seed: number;
}

/** Options of a training. */
export interface FitNetworkOptions extends Listeners {
  /** Receives the mean loss of every `reportEvery` iterations. */
  readonly onReport?: (report: GanReport) => void;
}

/** The outcome. */
export interface FittedNetwork {
  readonly arrays: WeightArrays;
  /** Whether all iterations are made. */
  readonly isFinished: boolean;
}

/** Keras' settings of Adam. */
const ADAM = { beta1: 0.9, beta2: 0.999, epsilon: 1e-7 };

/** Trains the network for so many iterations. */
export async function fitNetwork(
  network: LearningNetwork,
  days: TrainingDays,
  config: FitNetworkConfig,
  { onReport, ...listeners }: FitNetworkOptions,
): Promise<FittedNetwork> {
  requireGradients();
  const { weights, name, initial } = network;
  const train = trainConfigOf({ ...config, ...ADAM, checkpointEverySeconds: 0 });
  const first = drawWeights(weights, createRandom(config.seed).stream(initial));
  const learner = createLearner(weights, first, train, `${name}Adam`);
  const model: Trainable<DayBatch> = {
    losses: ['loss'],
    optimizers: [name],
    async step(batch, { learningRates }) {
      const { total } = learn(learner, learningRates[name], (own) => ({
        total: network.lossOf(own, batch),
      }));
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
      detector: name,
      config: { ...config },
      channels: [],
      arrays: pickWeights(weights, arrays, `the ${name}`),
    }),
  };
  const callback = {
    onEpochEnd: (end: { step: number; train: Readonly<Record<string, number>> }) =>
      onReport?.({ iteration: end.step, iterations: config.iterations, losses: end.train }),
  };
  try {
    const batches = batchesOf(days, config, network.stream);
    const result = await fit(model, batches, train, { ...listeners, callbacks: [callback] });
    const isFinished = result.summary.reports.at(-1)?.step === config.iterations;
    return { arrays: result.detector.arrays, isFinished };
  } finally {
    disposeLearner(learner);
  }
}

function batchesOf(
  days: TrainingDays,
  { seed, batchSize, reportEvery }: FitNetworkConfig,
  stream: string,
): BatchSource<DayBatch> {
  const random = createRandom(seed);
  return {
    stepsPerEpoch: reportEvery,
    *train(epoch, fromStep = 0) {
      for (let step = fromStep; step < reportEvery; step++) {
        const own = random.stream(`${stream} ${epoch * reportEvery + step}`);
        yield { size: batchSize, ...gatherDays(days, batchSize, own) };
      }
    },
    valid: () => [],
  };
}
