/** The autoencoder as the trainer trains it: a network, its loss and its optimiser. */
import { Adam, tf } from '@anodec/kernels';
import type { AutoencoderConfig } from '../config.js';
import type { ParameterSet } from '../parameter-set.js';
import { adamState, loadAdam } from '../training/adam-state.js';
import type { NamedArrays, Trainable } from '../training/trainable.js';
import type { WindowBatch } from './batches.js';
import type { NamedTensors } from './layers.js';
import { windowLoss } from './loss.js';
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
  const { weightDecay, gradientClipVal: clipNorm } = config;
  const names = Object.keys(parameters.shapes);
  const adam = new Adam(parameters.shapes);
  for (const name of names) adam.write(name, { weight: parameters.views[name] });
  const lossOf = (weights: NamedTensors, batch: WindowBatch, step?: number): tf.Scalar =>
    windowLoss({ config, weights, dropout: batch.dropout, step }, batch, channels.length);
  const differentiate = (batch: WindowBatch, step: number) =>
    tf.valueAndGrads((...weights) => lossOf(nameAll(names, weights), batch, step))(
      Object.values(adam.weights),
    );
  return {
    losses: ['loss'],
    optimizers: ['optimizer'],
    async step(batch, { step, accept, learningRates: { optimizer: learningRate } }) {
      const { value, grads } = differentiate(batch, step);
      const [loss] = await value.data();
      if (accept && !accept({ loss })) {
        tf.dispose([value, ...grads]);
        return { loss, gradientNorm: NaN };
      }
      const norm = adam.step(grads, { learningRate, weightDecay, clipNorm });
      const [gradientNorm] = await norm.data();
      tf.dispose([value, norm, ...grads]);
      return { loss, gradientNorm };
    },
    async loss(batch) {
      const value = tf.tidy(() => lossOf(adam.weights, batch));
      const [loss] = await value.data();
      value.dispose();
      return { loss };
    },
    async inspect(batch, { step }) {
      const { value, grads } = differentiate(batch, step);
      const weights = await namesOfNonFinite(names, Object.values(adam.weights));
      const gradients = await namesOfNonFinite(names, grads);
      tf.dispose([value, ...grads]);
      return { weights, gradients };
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

async function namesOfNonFinite(
  names: readonly string[],
  tensors: readonly tf.Tensor[],
): Promise<string[]> {
  const arrays = await Promise.all(tensors.map((tensor) => tensor.data()));
  return names.filter((_, i) => !arrays[i].every(Number.isFinite));
}

function nameAll(names: readonly string[], tensors: readonly tf.Tensor[]): NamedTensors {
  return Object.fromEntries(names.map((name, i) => [name, tensors[i]]));
}

function pick(arrays: NamedArrays, names: readonly string[]): NamedArrays {
  return Object.fromEntries(names.map((name) => [name, arrays[name]]));
}
