/** An optimiser as a model uses it, whichever one the settings name; a model may have several. */
import { lookup } from '@anodec/core';
import { type tf, WeightOptimizer } from '@anodec/kernels';
import type { AveragingConfig } from '../../config/averaging.js';
import type { OptimizerConfig } from '../../config/optimizer.js';
import type { ParameterSet } from '../../parameter-set.js';
import type { ModelState } from '../trainable.js';
import { averages, WeightAverage } from './averages.js';
import { optimizers } from './registry.js';
import { loadOptimizer, optimizerState } from './state.js';

/** The settings that an optimiser is made from. */
export type OptimizerSettings = OptimizerConfig & AveragingConfig & { readonly maxEpochs: number };

/** Options of one step. */
export interface OptimizerStep {
  readonly learningRate: number;
}

/** Weights in the memory of the backend, and the optimiser that moves them. */
export interface Optimizer {
  /** The weights by name, valid until the next step. */
  readonly weights: Readonly<Record<string, tf.Tensor>>;
  /** The weights to validate and to keep: their averages where the settings ask for them. */
  readonly keptWeights: Readonly<Record<string, tf.Tensor>>;
  /** Whether `keptWeights` are averages by now. */
  readonly keepsAverages: boolean;
  /**
   * One step against the gradients.
   *
   * @param gradients in the order of the weights; left alive
   * @returns the norm of all gradients before clipping, a scalar that the caller disposes of
   */
  step(gradients: readonly tf.Tensor[], options: OptimizerStep): tf.Tensor;
  /** Averages the weights where the settings average those at the ends of epochs. @param epoch from 0 */
  endEpoch(epoch: number): void;
  /** Copies out weights, averages, what the optimiser keeps for them, and the number of steps. */
  state(): Promise<ModelState>;
  /**
   * Puts back what `state` copied out.
   *
   * @throws ShapeError when it belongs to other weights or to other settings
   */
  load(state: ModelState): void;
  /** Frees all tensors; the optimiser cannot be used afterwards. */
  dispose(): void;
}

/**
 * The optimiser that the settings name.
 *
 * @param parameters the weights to begin with; left as they are
 * @param name of the optimiser: what it keeps for a weight is `NAME.SLOT.WEIGHT` in the state
 */
export function createOptimizer(
  config: OptimizerSettings,
  { shapes, views }: ParameterSet,
  name = 'optimizer',
): Optimizer {
  const rule = lookup('optimizer', optimizers, config.optimizer)(config);
  const clip = { algorithm: config.gradientClipAlgorithm, limit: config.gradientClipVal };
  const optimizer = new WeightOptimizer(rule, shapes);
  for (const weight of Object.keys(shapes)) optimizer.write(weight, { weight: views[weight] });
  const isAveraged = config.averageWeights !== 'none';
  const average = new WeightAverage(lookup('average', averages, config.averageWeights)(config));
  const parts = { optimizer, shapes, name, ...(isAveraged && { average }) };
  return {
    get weights() {
      return optimizer.weights;
    },
    get keptWeights() {
      return average.count > 0 ? average.tensors : optimizer.weights;
    },
    get keepsAverages() {
      return average.count > 0;
    },
    step(gradients, { learningRate }) {
      const norm = optimizer.step(gradients, { learningRate, clip });
      average.addStep(optimizer.weights);
      return norm;
    },
    endEpoch: (epoch) => average.addEpoch(optimizer.weights, epoch),
    state: () => optimizerState(parts),
    load: (state) => loadOptimizer(parts, state),
    dispose() {
      optimizer.dispose();
      average.dispose();
    },
  };
}
