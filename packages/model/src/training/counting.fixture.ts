/** A model for tests of the trainer: its only weight counts the steps that were made. */
import { checkStopped } from '@anodec/core';
import type { TrainConfig } from '../config.js';
import type { FitStart } from './callback.js';
import type { NamedArrays, Trainable } from './trainable.js';

/** What a counting model answers, and how many steps an epoch has. */
export interface CountingOptions {
  /** Losses of the validations, in their order; 0 after the last. */
  readonly valid?: readonly number[];
  /** Losses of the steps, in the order in which they are tried; 100 less the weight after the last. */
  readonly train?: readonly number[];
  readonly stepsPerEpoch?: number;
}

/** The model with its batches; `made` is its weight, `order` the epoch and place of each batch, `ended` epochs. */
export function createCounting({ valid = [], train = [], stepsPerEpoch = 1 }: CountingOptions) {
  let [made, tried, validated] = [0, 0, 0];
  const order: [epoch: number, step: number][] = [];
  const ended: [epoch: number, made: number][] = [];
  const model: Trainable<{ size: number }> = {
    losses: ['loss'],
    optimizers: ['counter'],
    async step(_, { accept, signal }) {
      checkStopped(signal, 'training');
      const loss = train[tried++] ?? 100 - made;
      if (accept?.({ loss }) === false) return { loss, gradientNorm: NaN };
      made += 1;
      return { loss, gradientNorm: 0 };
    },
    endEpoch: (epoch) => void ended.push([epoch, made]),
    loss: async () => ({ loss: valid[validated++] ?? 0 }),
    state: async () => ({
      arrays: { weight: { shape: [1], data: Float32Array.of(made) } },
      counters: { made },
    }),
    load({ counters }) {
      made = counters.made;
    },
    detector: (arrays) => ({
      detector: 'counting',
      config: {},
      channels: [],
      arrays: { weight: arrays.weight },
    }),
  };
  const batches = {
    stepsPerEpoch,
    *train(epoch: number, fromStep = 0) {
      for (let step = fromStep; step < stepsPerEpoch; step++) {
        order.push([epoch, step]);
        yield { size: 1 };
      }
    },
    valid: () => [{ size: 1 }],
    describe: () => 'the windows of row 3',
  };
  return { model, batches, order, ended, made: () => made, validations: () => validated };
}

/** The weight of the counting model. */
export function weightOf({ arrays }: { readonly arrays: NamedArrays }): number {
  return arrays.weight.data[0];
}

/** What callbacks learn at the start of a fit with these settings. */
export function startOf(config: TrainConfig): FitStart {
  const backend = { name: 'cpu', reason: 'a test', status: {} };
  return {
    config,
    parameters: 1,
    trainWindows: 1,
    validWindows: 1,
    stepsPerEpoch: 1,
    backend: backend as unknown as FitStart['backend'],
  };
}
