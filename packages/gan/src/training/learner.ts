/** A network that learns: its optimiser, its running statistics, and one step of both. */
import { tf } from '@anodec/kernels';
import type { ModelState } from '@anodec/model';
import { createOptimizer, type Optimizer, type OptimizerSettings } from '@anodec/model/optimizers';
import type { NamedTensors, Weights } from '../layers/layer.js';
import { pickWeights, statisticNames, trainedSet, type WeightArrays } from '../weights.js';
import { RunningStatistics } from './statistics.js';

/** A network in training, in the memory of the backend. */
export interface Learner {
  readonly weights: Weights;
  /** Of the weights that gradients move, in the order of the optimiser. */
  readonly names: readonly string[];
  readonly optimizer: Optimizer;
  readonly statistics: RunningStatistics;
}

/** A loss, and parts of it that are reported. */
export interface Loss {
  /** What is lowered. */
  readonly total: tf.Scalar;
}

/** @param arrays weights to begin with, others among them; left as they are */
export function createLearner(
  weights: Weights,
  arrays: WeightArrays,
  settings: OptimizerSettings,
  name: string,
): Learner {
  const set = trainedSet(weights, arrays);
  return {
    weights,
    names: Object.keys(set.shapes),
    optimizer: createOptimizer(settings, set, name),
    statistics: new RunningStatistics(pickWeights(statisticsOf(weights), arrays, 'the networks')),
  };
}

/**
 * One step of the optimiser against the gradient of a loss, and of the statistics towards the moments that were
 * collected meanwhile.
 *
 * @param lossOf of the weights, statistics among them
 * @returns the loss before the step, which the caller disposes of
 */
export function learn<Kind extends Loss>(
  { names, optimizer, statistics }: Learner,
  learningRate: number,
  lossOf: (weights: NamedTensors) => Kind,
): Kind {
  const losses: Kind[] = [];
  const { value, grads } = tf.valueAndGrads((...tensors: tf.Tensor[]) => {
    const trained = Object.fromEntries(names.map((name, i) => [name, tensors[i]]));
    const loss = lossOf({ ...trained, ...statistics.tensors });
    for (const part of tensorsOf(loss)) tf.keep(part);
    losses.push(loss);
    return loss.total;
  })(Object.values(optimizer.weights));
  const norm = optimizer.step(grads, { learningRate });
  statistics.apply();
  tf.dispose([norm, ...grads]);
  if (losses[0].total !== value) value.dispose();
  return losses[0];
}

/** The loss and its parts. */
export function tensorsOf(loss: Loss): tf.Tensor[] {
  return Object.values(loss).filter((part) => part instanceof tf.Tensor);
}

/** Everything that a pass reads. */
export function weightsOf({ optimizer, statistics }: Learner): NamedTensors {
  return { ...optimizer.weights, ...statistics.tensors };
}

/** Copies out everything that a step changes. */
export async function stateOf({ optimizer, statistics }: Learner): Promise<ModelState> {
  const { arrays, counters } = await optimizer.state();
  return { arrays: { ...arrays, ...(await statistics.arrays()) }, counters };
}

/** Puts back what `stateOf` copied out. @throws ShapeError when it belongs to another network */
export function loadLearner({ weights, optimizer, statistics }: Learner, state: ModelState): void {
  optimizer.load(state);
  statistics.load(pickWeights(statisticsOf(weights), state.arrays, 'the checkpoint'));
}

/** Frees all tensors. */
export function disposeLearner({ optimizer, statistics }: Learner): void {
  optimizer.dispose();
  statistics.dispose();
}

function statisticsOf(weights: Weights): Weights {
  return Object.fromEntries(statisticNames(weights).map((name) => [name, weights[name]]));
}
