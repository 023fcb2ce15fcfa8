/** A network with its weights and its optimiser: what the trainer trains. */
import { Adam, meanLoss, tf } from '@anodec/kernels';
import type { AutoencoderConfig } from '../config.js';
import { createParameterSet, type ParameterSet } from '../parameter-set.js';
import type { Learned } from '../training/checkpoint.js';
import type { Trainable } from '../training/trainer.js';
import type { WindowBatch } from './batches.js';
import { autoencoderState } from './state.js';
import { type NamedTensors, type NetworkContext, reconstruct } from './network.js';

/** A model in the memory of the backend, which `dispose` gives back. */
export interface TrainableModel extends Trainable<WindowBatch> {
  dispose(): void;
}

/** @param parameters the weights to begin with; left as they are */
export function createTrainable(
  config: AutoencoderConfig,
  parameters: ParameterSet,
  channels: readonly string[],
): TrainableModel {
  const { windowSize: W, learningRate, weightDecay, gradientClipVal: clipNorm } = config;
  const names = Object.keys(parameters.shapes);
  const adam = new Adam(parameters.shapes);
  for (const name of names) adam.write(name, { weight: parameters.views[name] });
  const lossOf = (
    context: NetworkContext,
    { input, target, mask, size }: WindowBatch,
  ): tf.Scalar => {
    const shape: [number, number, number] = [size, W, channels.length];
    const windows = tf.tensor3d(input, shape);
    const output = reconstruct(context, windows);
    const wanted = target === input ? windows : tf.tensor3d(target, shape);
    const known = mask && tf.tensor3d(mask, shape);
    return meanLoss(config.loss, output, wanted, known) as tf.Scalar;
  };
  return {
    get steps() {
      return adam.steps;
    },
    async step(batch) {
      const differentiate = tf.valueAndGrads((...weights) =>
        lossOf({ config, weights: nameAll(names, weights), dropout: batch.dropout }, batch),
      );
      const { value, grads } = differentiate(Object.values(adam.weights));
      const norm = adam.step(grads, { learningRate, weightDecay, clipNorm });
      const [[loss], [gradientNorm]] = await Promise.all([value.data(), norm.data()]);
      tf.dispose([value, norm, ...grads]);
      return { loss, gradientNorm };
    },
    async loss(batch) {
      const value = tf.tidy(() => lossOf({ config, weights: adam.weights }, batch));
      const [loss] = await value.data();
      value.dispose();
      return loss;
    },
    read: () => readLearned(adam, parameters),
    write: (learned) => writeLearned(adam, parameters, learned),
    state: (weights) => autoencoderState(config, parameters, channels, weights),
    dispose: () => adam.dispose(),
  };
}

/** The weights as tensors; the caller disposes of them. */
export function tensorsOf({ shapes, views }: ParameterSet): NamedTensors {
  const entries = Object.entries(shapes).map(
    // a copy: the plain backend keeps the array that it is given
    ([name, shape]) => [name, tf.tensor(views[name].slice(), [...shape])] as const,
  );
  return Object.fromEntries(entries);
}

async function readLearned(adam: Adam, { shapes }: ParameterSet): Promise<Learned> {
  const [weights, first, second] = Array.from({ length: 3 }, () => createParameterSet(shapes));
  for (const name of Object.keys(shapes)) {
    const arrays = await adam.read(name);
    weights.views[name].set(arrays.weight);
    first.views[name].set(arrays.first);
    second.views[name].set(arrays.second);
  }
  const moments = { step: adam.steps, first: first.flat, second: second.flat };
  return { weights: weights.flat, adam: moments };
}

function writeLearned(adam: Adam, { shapes }: ParameterSet, learned: Learned): void {
  const parts = [learned.weights, learned.adam.first, learned.adam.second];
  const [weights, first, second] = parts.map((flat) => {
    const set = createParameterSet(shapes);
    set.flat.set(flat);
    return set.views;
  });
  for (const name of Object.keys(shapes)) {
    adam.write(name, { weight: weights[name], first: first[name], second: second[name] });
  }
  adam.steps = learned.adam.step;
}

function nameAll(names: readonly string[], tensors: readonly tf.Tensor[]): NamedTensors {
  return Object.fromEntries(names.map((name, i) => [name, tensors[i]]));
}
