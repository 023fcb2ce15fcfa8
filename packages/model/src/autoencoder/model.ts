/** The autoencoder as the trainer trains it: a network, its loss and its optimiser. */
import { createRepeater, tf } from '@anodec/kernels';
import type { AutoencoderConfig } from '../config.js';
import type { ParameterSet } from '../parameter-set.js';
import { type Differentiated, differentiateParts } from '../training/accumulate.js';
import { createOptimizer } from '../training/optimizers/optimizer.js';
import type { NamedArrays, NamedValues, Trainable } from '../training/trainable.js';
import type { WindowBatch } from './batches.js';
import { isSteady, type NamedTensors, type NetworkContext } from './layers.js';
import { lossNames, windowArrays, windowLosses, type WindowTensors } from './loss.js';
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
  const losses = lossNames(config);
  const learning = createRepeater(isSteady(config));
  const validating = createValidating(optimizer);
  const arraysOf = (batch: WindowBatch) => windowArrays(batch, config, channels.length);
  const differentiate = async (batch: WindowBatch, step: number): Promise<Differentiated> => {
    const results = learning.run(arraysOf(batch), (inputs) =>
      lossesAndGradients(
        { config, weights: optimizer.weights, dropout: batch.dropout, step },
        inputs,
      ),
    );
    return {
      losses: await readScalars(losses, results.slice(0, losses.length)),
      gradients: results.slice(losses.length),
    };
  };
  const kept = keptGradients(parameters.shapes);
  return {
    losses,
    optimizers: ['optimizer'],
    async step(batch, { step, accept, signal, learningRates: { optimizer: learningRate } }) {
      kept.forget(); // before the next ones: a recording is not repeated over what is still held
      const { losses: values, gradients } = await differentiateParts(
        partsOf(batch, config.batchSize),
        (part) => differentiate(part, step),
        signal,
      );
      kept.keep(gradients);
      if (accept && !(await accept(values))) return { ...values, gradientNorm: NaN };
      const norm = optimizer.step(gradients, { learningRate });
      const [gradientNorm] = await norm.data();
      tf.dispose(norm);
      return { ...values, gradientNorm };
    },
    endEpoch: (epoch) => optimizer.endEpoch(epoch),
    async loss(batch) {
      const values = validating
        .repeater()
        .run(arraysOf(batch), (inputs) =>
          windowLosses({ config, weights: optimizer.keptWeights }, inputs),
        );
      return readScalars(losses, values);
    },
    async inspect(batch, { step }) {
      kept.forget();
      const { gradients } = await differentiateParts(partsOf(batch, config.batchSize), (part) =>
        differentiate(part, step),
      );
      const weights = await namesOfNonFinite(names, Object.values(optimizer.weights));
      const found = { weights, gradients: await namesOfNonFinite(names, gradients) };
      tf.dispose([...gradients]);
      return found;
    },
    gradients: () => kept.read(),
    state: () => optimizer.state(),
    load: (state) => optimizer.load(state),
    detector: (arrays) => autoencoderState(config, channels, { ...pick(arrays, names), ...fixed }),
    dispose() {
      kept.forget();
      learning.dispose();
      validating.dispose();
      optimizer.dispose();
    },
  };
}

/** Repeaters of the loss with the weights and with their averages: a recording goes on with the tensors it has read. */
function createValidating(optimizer: Pick<ReturnType<typeof createOptimizer>, 'keepsAverages'>) {
  const repeaters = { weights: createRepeater(), averages: createRepeater() };
  return {
    /** The one for the weights that are kept now. */
    repeater: () => (optimizer.keepsAverages ? repeaters.averages : repeaters.weights),
    dispose(): void {
      for (const repeater of Object.values(repeaters)) repeater.dispose();
    },
  };
}

/** The gradients of the latest step, kept until they are forgotten. */
function keptGradients(shapes: ParameterSet['shapes']) {
  let gradients: readonly tf.Tensor[] = [];
  return {
    /** Takes gradients over, in the order of the weights. */
    keep(taken: readonly tf.Tensor[]): void {
      gradients = taken;
    },
    forget(): void {
      tf.dispose([...gradients]);
      gradients = [];
    },
    /** Copies them out by the names of the weights; none where none are kept. */
    async read(): Promise<NamedArrays> {
      const read = await Promise.all(gradients.map((one) => one.data<'float32'>()));
      const named = Object.entries(shapes).slice(0, read.length);
      return Object.fromEntries(
        named.map(([name, shape], i) => [name, { shape, data: read[i] }] as const),
      );
    },
  };
}

/** The losses of a batch, then the gradients of the first of them in the order of the weights. */
function lossesAndGradients(context: NetworkContext, batch: WindowTensors): tf.Tensor[] {
  const names = Object.keys(context.weights);
  let others: tf.Tensor[] = [];
  const { value, grads: gradients } = tf.valueAndGrads((...tensors) => {
    const [loss, ...parts] = windowLosses({ ...context, weights: nameAll(names, tensors) }, batch);
    others = parts.map((part) => tf.keep(tf.clone(part)));
    return loss;
  })(Object.values(context.weights));
  return [value, ...others, ...gradients];
}

/** Reads and frees scalars. */
async function readScalars(
  names: readonly string[],
  scalars: readonly tf.Tensor[],
): Promise<NamedValues> {
  const read = scalars.map(async (scalar, i) => [names[i], (await scalar.data())[0]] as const);
  const values = Object.fromEntries(await Promise.all(read));
  tf.dispose([...scalars]);
  return values;
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
