/** The training of the classifier. Imported by a training only, with TensorFlow.js. */
import { createRandom, type Listeners } from '@anodec/core';
import { tf } from '@anodec/kernels';
import { type BatchSource, fit, type Trainable } from '@anodec/model';
import { requireGradients } from '../layers/gradients.js';
import type { BuiltLayer } from '../layers/layer.js';
import { classCrossEntropy } from '../layers/losses.js';
import { gatherDays, type TrainingDays } from '../training/batches.js';
import { createLearner, disposeLearner, learn, loadLearner, stateOf } from '../training/learner.js';
import { trainConfigOf } from '../training/train-config.js';
import type { GanReport } from '../training/train-pair.js';
import { drawWeights, pickWeights, type WeightArrays } from '../weights.js';
import type { DayClassifierConfig } from './config.js';

interface Batch {
  readonly size: number;
  readonly values: Float32Array;
  readonly labels: Int32Array;
}

/** Options of a training. */
export interface FitClassifierOptions extends Listeners {
  readonly onReport?: (report: GanReport) => void;
}

/** @returns the weights, and whether all iterations are made */
export async function fitClassifier(
  built: BuiltLayer,
  days: TrainingDays,
  config: DayClassifierConfig,
  { onReport, ...listeners }: FitClassifierOptions,
): Promise<{ readonly arrays: WeightArrays; readonly isFinished: boolean }> {
  requireGradients();
  const train = trainConfigOf({ ...config, ...ADAM, checkpointEverySeconds: 0 });
  const learner = createLearner(
    built.weights,
    drawWeights(built.weights, createRandom(config.seed).stream('weights')),
    train,
    'classifierAdam',
  );
  const model: Trainable<Batch> = {
    losses: ['loss'],
    optimizers: ['classifier'],
    async step({ values, labels, size }, { learningRates }) {
      const { total } = learn(learner, learningRates.classifier, (weights) => {
        const input = tf.tensor2d(values, [size, days.width]);
        const logits = built.run({ weights }, input);
        return { total: classCrossEntropy(logits, tf.tensor1d(labels, 'int32')) };
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
      detector: 'day-classifier',
      config,
      channels: [],
      arrays: pickWeights(built.weights, arrays, 'the classifier'),
    }),
  };
  const report = {
    onEpochEnd: ({
      step,
      train: losses,
    }: {
      step: number;
      train: Readonly<Record<string, number>>;
    }) => onReport?.({ iteration: step, iterations: config.iterations, losses }),
  };
  try {
    const batches = batchesOf(days, config);
    const result = await fit(model, batches, train, { ...listeners, callbacks: [report] });
    const isFinished = result.summary.reports.at(-1)?.step === config.iterations;
    return { arrays: result.detector.arrays, isFinished };
  } finally {
    disposeLearner(learner);
  }
}

/** Keras' settings of Adam. */
const ADAM = { beta1: 0.9, beta2: 0.999, epsilon: 1e-7 };

function batchesOf(days: TrainingDays, { seed, batchSize, reportEvery }: DayClassifierConfig) {
  const random = createRandom(seed);
  const source: BatchSource<Batch> = {
    stepsPerEpoch: reportEvery,
    *train(epoch, fromStep = 0) {
      for (let step = fromStep; step < reportEvery; step++) {
        const stream = random.stream(`days ${epoch * reportEvery + step}`);
        yield { size: batchSize, ...gatherDays(days, batchSize, stream) };
      }
    },
    valid: () => [],
  };
  return source;
}
