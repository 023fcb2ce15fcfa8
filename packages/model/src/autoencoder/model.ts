/** A network with its weights and its optimiser: what the trainer trains. */
import { meanLoss, tf } from '@anodec/kernels';
import type { AutoencoderConfig } from '../config.js';
import { createParameterSet, type ParameterSet } from '../parameter-set.js';
import { adamStep, clipNorm, createAdamState } from '../training/adam.js';
import type { Trainable } from '../training/trainer.js';
import type { WindowBatch } from './batches.js';
import { autoencoderState } from './state.js';
import { type NamedTensors, type NetworkContext, reconstruct } from './network.js';

/** @param parameters overwritten by training */
export function createTrainable(
  config: AutoencoderConfig,
  parameters: ParameterSet,
  channels: readonly string[],
): Trainable<WindowBatch> {
  const gradient = createParameterSet(parameters.shapes);
  const adam = createAdamState(gradient.flat.length);
  const names = Object.keys(parameters.shapes);
  const shape = (size: number): [number, number, number] => [
    size,
    config.windowSize,
    channels.length,
  ];
  const lossOf = (context: NetworkContext, { input, target, size }: WindowBatch): tf.Scalar => {
    const windows = tf.tensor3d(input, shape(size));
    const output = reconstruct(context, windows);
    const wanted = config.reverseTarget ? tf.tensor3d(target, shape(size)) : windows;
    return meanLoss(config.loss, output, wanted) as tf.Scalar;
  };
  return {
    weights: parameters.flat,
    adam,
    async lossAndGradient(batch) {
      const tensors = Object.values(tensorsOf(parameters));
      const differentiate = tf.valueAndGrads((...weights) =>
        lossOf({ config, weights: nameAll(names, weights), dropout: batch.dropout }, batch),
      );
      const { value, grads } = differentiate(tensors);
      const [[loss]] = await Promise.all([
        value.data(),
        ...grads.map(async (grad, i) => gradient.views[names[i]].set(await grad.data())),
      ]);
      tf.dispose([value, ...grads, ...tensors]);
      return loss;
    },
    async loss(batch) {
      const value = tf.tidy(() => lossOf({ config, weights: tensorsOf(parameters) }, batch));
      const [loss] = await value.data();
      value.dispose();
      return loss;
    },
    update() {
      const norm = clipNorm(gradient.flat, config.gradientClipVal);
      adamStep(parameters.flat, gradient.flat, adam, config.learningRate);
      return norm;
    },
    state: (weights) => autoencoderState(config, parameters, channels, weights),
  };
}

/** The weights as tensors; the caller disposes of them. */
export function tensorsOf({ shapes, views }: ParameterSet): NamedTensors {
  const entries = Object.entries(shapes).map(
    // a copy: the plain backend would otherwise see the optimiser change it
    ([name, shape]) => [name, tf.tensor(views[name].slice(), [...shape])] as const,
  );
  return Object.fromEntries(entries);
}

function nameAll(names: readonly string[], tensors: readonly tf.Tensor[]): NamedTensors {
  return Object.fromEntries(names.map((name, i) => [name, tensors[i]]));
}
