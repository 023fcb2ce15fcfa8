/**
 * The trainer on a model of two networks with two optimisers and two losses, as a GAN has them: one step of
 * the trainer moves both in turn, and a fit that is resumed anywhere ends with the same bits.
 */
import { createRandom } from '@anodec/core';
import { dense, meanLoss, tf, useBackend } from '@anodec/kernels';
import { beforeAll, expect, test } from 'vitest';
import { TrainConfig } from '../config.js';
import { createParameterSet } from '../parameter-set.js';
import type { Callback, FitAccess } from './callback.js';
import { decodeCheckpoint, encodeCheckpoint } from './checkpoint.js';
import { createOptimizer, type Optimizer } from './optimizers/optimizer.js';
import type { EpochReport, StepReport } from './report.js';
import type { BatchSource, Trainable } from './trainable.js';
import { fit } from './trainer.js';
import type { Checkpoint } from './training-state.js';

const SHAPES = {
  encoder: { 'encoder.weight': [2, 4], 'encoder.bias': [2] },
  decoder: { 'decoder.weight': [4, 2], 'decoder.bias': [4] },
};
const STEPS = 5;
const config = TrainConfig.parse({ maxEpochs: 4, earlyStoppingPatience: 0 });
const schedule = ({ step }: { step: number }) => ({
  encoder: 0.05 / (1 + step),
  decoder: step % 2 === 0 ? 0.02 : 0.01,
});

interface Batch {
  readonly size: number;
  readonly values: Float32Array;
}

beforeAll(async () => {
  await useBackend('cpu');
});

test('learns with both optimisers and averages both losses', async () => {
  const { result, steps } = await run();
  const [first, last] = [result.summary.reports[0], result.summary.reports[3]];
  expect(Object.keys(last.train)).toEqual(['squared', 'huber', 'norm']);
  expect(last.train.squared).toBeLessThan(first.train.squared);
  expect(last.train.huber).toBeLessThan(first.train.huber);
  expect(last.loss).toBe(last.valid.squared);
  expect(steps[3].learningRates).toEqual({ encoder: 0.05 / 4, decoder: 0.01 });
});

test.each([
  ['after an epoch', STEPS],
  ['within an epoch', STEPS + 2],
  ['after the last step of an epoch, before it validates', 2 * STEPS],
])('ends with the same bits when it resumes %s', async (_, stopAt) => {
  const whole = await run();
  const taken = whole.checkpoints.get(stopAt);
  const resume = decodeCheckpoint(encodeCheckpoint(taken as Checkpoint));
  const rest = await run(resume);
  expect(rest.result.detector).toEqual(whole.result.detector);
  expect(rest.final?.training.model).toEqual(whole.final?.training.model);
  expect(rest.final?.training.callbacks).toEqual(whole.final?.training.callbacks);
  const withoutSeconds = (reports: readonly EpochReport[]) =>
    reports.map((report) => ({ ...report, seconds: 0 }));
  expect(withoutSeconds(rest.result.summary.reports)).toEqual(
    withoutSeconds(whole.result.summary.reports),
  );
});

test('keeps the state of callbacks, numbers and arrays', async () => {
  const { final } = await run();
  const kept = final?.training.callbacks.average;
  expect(kept?.json).toEqual({ updates: 4 * STEPS });
  expect(kept?.arrays?.mean.data).toHaveLength(1);
});

/** Trains from the start or a checkpoint, and takes one after every step. */
async function run(resume?: Checkpoint) {
  const checkpoints = new Map<number, Checkpoint>();
  const steps: StepReport[] = [];
  let final: Checkpoint | undefined;
  const recorder: Callback = {
    async onStepEnd(report: StepReport, access: FitAccess) {
      steps.push(report);
      checkpoints.set(report.step, await access.checkpoint());
    },
    async onEpochSave(report, access) {
      final = await access.checkpoint();
      if (report.epoch === 0) checkpoints.set(report.step, final);
    },
  };
  const callbacks = [runningAverage(), recorder];
  const options = { callbacks, schedule, resume: resume?.training };
  const result = await fit(twoNetworks(), batches, config, options);
  return { result, checkpoints, steps, final };
}

/** A callback with a state: an exponential average of the second loss. */
function runningAverage(): Callback {
  let updates = 0;
  let mean = 0;
  return {
    name: 'average',
    onStepEnd({ values }) {
      updates += 1;
      mean = Math.fround(0.9 * mean + 0.1 * values.huber);
    },
    state: () => ({
      json: { updates },
      arrays: { mean: { shape: [1], data: Float32Array.of(mean) } },
    }),
    load({ json, arrays }) {
      ({ updates } = json as { updates: number });
      mean = arrays?.mean.data[0] ?? NaN;
    },
  };
}

const batches: BatchSource<Batch> = {
  stepsPerEpoch: STEPS,
  *train(epoch, fromStep = 0) {
    for (let b = fromStep; b < STEPS; b++) yield noise(`${epoch} ${b}`);
  },
  valid: () => [noise('valid')],
};

function noise(name: string): Batch {
  const random = createRandom(5).stream(name);
  return { size: 3, values: Float32Array.from({ length: 12 }, () => random.normal()) };
}

/** A linear decoder that lowers the squared error, and a linear encoder that lowers the Huber loss. */
function twoNetworks(): Trainable<Batch> {
  const encoder = optimizerOf(SHAPES.encoder, 'encoderAdam');
  const decoder = optimizerOf(SHAPES.decoder, 'decoderAdam');
  const lossOf = (
    kind: 'mse' | 'huber',
    input: tf.Tensor,
    encoding: readonly tf.Tensor[],
    decoding: readonly tf.Tensor[],
  ): tf.Scalar => {
    const code = dense(input, encoding[0], encoding[1]);
    return meanLoss(kind, dense(code, decoding[0], decoding[1]), input) as tf.Scalar;
  };
  return {
    losses: ['squared', 'huber'],
    optimizers: ['encoder', 'decoder'],
    async step({ values, size }, { learningRates }) {
      const input = tf.tensor2d(values, [size, 4]);
      const forDecoder = tf.valueAndGrads((...weights) =>
        lossOf('mse', input, Object.values(encoder.weights), weights),
      )(Object.values(decoder.weights));
      const learningRate = learningRates.decoder;
      const norm = decoder.step(forDecoder.grads, { learningRate });
      const forEncoder = tf.valueAndGrads((...weights) =>
        lossOf('huber', input, weights, Object.values(decoder.weights)),
      )(Object.values(encoder.weights));
      encoder.step(forEncoder.grads, { learningRate: learningRates.encoder });
      const [squared, huber, length] = [forDecoder.value, forEncoder.value, norm];
      return {
        squared: (await squared.data())[0],
        huber: (await huber.data())[0],
        norm: (await length.data())[0],
      };
    },
    async loss({ values, size }) {
      const input = tf.tensor2d(values, [size, 4]);
      const weights = [Object.values(encoder.weights), Object.values(decoder.weights)];
      return { squared: (await lossOf('mse', input, weights[0], weights[1]).data())[0] };
    },
    async state() {
      const [a, b] = [await encoder.state(), await decoder.state()];
      return { arrays: { ...a.arrays, ...b.arrays }, counters: { ...a.counters, ...b.counters } };
    },
    load(state) {
      encoder.load(state);
      decoder.load(state);
    },
    detector: (arrays) => ({
      detector: 'two-networks',
      config: {},
      channels: ['a', 'b', 'c', 'd'],
      arrays: Object.fromEntries(
        Object.keys({ ...SHAPES.encoder, ...SHAPES.decoder }).map((name) => [name, arrays[name]]),
      ),
    }),
  };
}

function optimizerOf(shapes: Readonly<Record<string, readonly number[]>>, name: string): Optimizer {
  const random = createRandom(2);
  const parameters = createParameterSet(shapes);
  for (const [weight, view] of Object.entries(parameters.views)) {
    const stream = random.stream(weight);
    for (let i = 0; i < view.length; i++) view[i] = stream.normal();
  }
  return createOptimizer(config, parameters, name);
}
