/** The autoencoder as the trainer trains it: a network, its loss and its optimiser. */
import { tf } from '@anodec/kernels';
import type { AutoencoderConfig } from '../config.js';
import type { ParameterSet } from '../parameter-set.js';
import { type Differentiated, differentiateParts } from '../training/accumulate.js';
import { createOptimizer } from '../training/optimizers/optimizer.js';
import type { NamedArrays, Trainable } from '../training/trainable.js';
import type { WindowBatch } from './batches.js';
import type { NamedTensors } from './layers.js';
import { createLossParts, lossNames, type LossParts, windowLoss } from './loss.js';
import { partsOf } from './parts.js';
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
  const names = Object.keys(parameters.shapes);
  const optimizer = createOptimizer(config, parameters);
  const lossOf = (
    weights: NamedTensors,
    batch: WindowBatch,
    parts: LossParts,
    step?: number,
  ): tf.Scalar =>
    windowLoss({ config, weights, dropout: batch.dropout, step }, batch, channels.length, parts);
  const differentiate = async (batch: WindowBatch, step: number): Promise<Differentiated> => {
    const parts = createLossParts();
    const { value, grads: gradients } = tf.valueAndGrads((...weights) =>
      lossOf(nameAll(names, weights), batch, parts, step),
    )(Object.values(optimizer.weights));
    const [loss] = await value.data();
    value.dispose();
    return { losses: { loss, ...(await parts.read()) }, gradients };
  };
  return {
    losses: lossNames(config),
    optimizers: ['optimizer'],
    async step(batch, { step, accept, signal, learningRates: { optimizer: learningRate } }) {
      const { losses, gradients } = await differentiateParts(
        partsOf(batch, config.batchSize),
        (part) => differentiate(part, step),
        signal,
      );
      if (accept && !(await accept(losses))) {
        tf.dispose([...gradients]);
        return { ...losses, gradientNorm: NaN };
      }
      const norm = optimizer.step(gradients, { learningRate });
      const [gradientNorm] = await norm.data();
      tf.dispose([norm, ...gradients]);
      return { ...losses, gradientNorm };
    },
    endEpoch: (epoch) => optimizer.endEpoch(epoch),
    async loss(batch) {
      const parts = createLossParts();
      const value = tf.tidy(() => lossOf(optimizer.keptWeights, batch, parts));
      const [loss] = await value.data();
      value.dispose();
      return { loss, ...(await parts.read()) };
    },
    async inspect(batch, { step }) {
      const { gradients } = await differentiateParts(partsOf(batch, config.batchSize), (part) =>
        differentiate(part, step),
      );
      const found = {
        weights: await namesOfNonFinite(names, Object.values(optimizer.weights)),
        gradients: await namesOfNonFinite(names, gradients),
      };
      tf.dispose([...gradients]);
      return found;
    },
    async gradients(batch, { step }) {
      const { gradients } = await differentiateParts(partsOf(batch, config.batchSize), (part) =>
        differentiate(part, step),
      );
      const read = await Promise.all(gradients.map((gradient) => gradient.data<'float32'>()));
      tf.dispose([...gradients]);
      const arrays = names.map((name, i) => ({ shape: parameters.shapes[name], data: read[i] }));
      return Object.fromEntries(names.map((name, i) => [name, arrays[i]]));
    },
    state: () => optimizer.state(),
    load: (state) => optimizer.load(state),
    detector: (arrays) => autoencoderState(config, channels, { ...pick(arrays, names), ...fixed }),
    dispose: () => optimizer.dispose(),
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
