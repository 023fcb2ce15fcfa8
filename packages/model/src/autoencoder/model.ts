/** The autoencoder as the trainer trains it: a network, its loss and its optimiser. */
import { Adam, meanLoss, tf } from '@anodec/kernels';
import type { AutoencoderConfig } from '../config.js';
import type { ParameterSet } from '../parameter-set.js';
import { adamState, loadAdam } from '../training/adam-state.js';
import type { NamedArrays, Trainable } from '../training/trainable.js';
import type { WindowBatch } from './batches.js';
import type { NamedTensors, NetworkContext } from './layers.js';
import { reconstruct } from './network.js';
import { autoencoderState } from './state.js';

/** A model in the memory of the backend, which `dispose` frees. */
export interface TrainableModel extends Trainable<WindowBatch> {
  dispose(): void;
}

/**
 * @param parameters the weights to begin with; left as they are
 * @param fixed arrays of the detector that training leaves as they are
 */
export function createTrainable(
  config: AutoencoderConfig,
  parameters: ParameterSet,
  channels: readonly string[],
  fixed: NamedArrays = {},
): TrainableModel {
  const { windowSize: W, weightDecay, gradientClipVal: clipNorm } = config;
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
    losses: ['loss'],
    optimizers: ['optimizer'],
    async step(batch, { learningRates: { optimizer: learningRate } }) {
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
      return { loss };
    },
    state: () => adamState(adam, parameters.shapes),
    load: (state) => loadAdam(adam, parameters.shapes, state),
    detector: (arrays) => autoencoderState(config, channels, { ...pick(arrays, names), ...fixed }),
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

function nameAll(names: readonly string[], tensors: readonly tf.Tensor[]): NamedTensors {
  return Object.fromEntries(names.map((name, i) => [name, tensors[i]]));
}

function pick(arrays: NamedArrays, names: readonly string[]): NamedArrays {
  return Object.fromEntries(names.map((name) => [name, arrays[name]]));
}
