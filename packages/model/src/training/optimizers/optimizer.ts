/** An optimiser as a model uses it, whichever one the settings name; a model may have several. */
import { ShapeError, lookup } from '@anodec/core';
import { type tf, WeightOptimizer } from '@anodec/kernels';
import type { OptimizerConfig } from '../../config/optimizer.js';
import type { ParameterSet, ParameterShapes } from '../../parameter-set.js';
import type { ModelState, NamedArrays } from '../trainable.js';
import { optimizers } from './registry.js';

/** Weights in the memory of the backend, and the optimiser that moves them. */
export interface Optimizer {
  /** The weights by name, valid until the next step. */
  readonly weights: Readonly<Record<string, tf.Tensor>>;
  /**
   * One step against the gradients.
   *
   * @param gradients in the order of the weights; left alive
   * @returns the norm of all gradients before clipping, a scalar that the caller disposes of
   */
  step(gradients: readonly tf.Tensor[], options: { readonly learningRate: number }): tf.Tensor;
  /** Copies out weights, what the optimiser keeps for them, and the number of steps. */
  state(): Promise<ModelState>;
  /**
   * Puts back what `state` copied out.
   *
   * @throws ShapeError when it belongs to other weights or to another optimiser
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
  config: OptimizerConfig,
  { shapes, views }: ParameterSet,
  name = 'optimizer',
): Optimizer {
  const rule = lookup('optimizer', optimizers, config.optimizer)(config);
  const clip = { algorithm: config.gradientClipAlgorithm, limit: config.gradientClipVal };
  const optimizer = new WeightOptimizer(rule, shapes);
  for (const weight of Object.keys(shapes)) optimizer.write(weight, { weight: views[weight] });
  return {
    get weights() {
      return optimizer.weights;
    },
    step: (gradients, options) => optimizer.step(gradients, { ...options, clip }),
    state: () => stateOf(optimizer, shapes, name),
    load: (state) => load(optimizer, shapes, state, name),
    dispose: () => optimizer.dispose(),
  };
}

async function stateOf(
  optimizer: WeightOptimizer,
  shapes: ParameterShapes,
  name: string,
): Promise<ModelState> {
  const weights = Object.entries(shapes);
  const read = await Promise.all(weights.map(([weight]) => optimizer.read(weight)));
  const all = (prefix: string, part: string): NamedArrays =>
    Object.fromEntries(
      weights.map(([weight, shape], i) => [prefix + weight, { shape, data: read[i][part] }]),
    );
  const kept = optimizer.slots.map((slot) => all(`${name}.${slot}.`, slot));
  return {
    arrays: Object.assign(all('', 'weight'), ...kept) as NamedArrays,
    counters: { [`${name}.steps`]: optimizer.steps },
  };
}

function load(
  optimizer: WeightOptimizer,
  shapes: ParameterShapes,
  { arrays, counters }: ModelState,
  name: string,
): void {
  checkSlots(arrays, optimizer.slots, name);
  for (const [weight, shape] of Object.entries(shapes)) {
    const kept = optimizer.slots.map((slot) => {
      return [slot, arrayOf(arrays, `${name}.${slot}.${weight}`, shape)] as const;
    });
    optimizer.write(weight, {
      ...Object.fromEntries(kept),
      weight: arrayOf(arrays, weight, shape),
    });
  }
  optimizer.steps = counters[`${name}.steps`];
}

/** Refuses what another optimiser kept, which would be lost. */
function checkSlots(arrays: NamedArrays, slots: readonly string[], name: string): void {
  const prefix = `${name}.`;
  const other = Object.keys(arrays).find((array) => {
    return array.startsWith(prefix) && !slots.includes(array.slice(prefix.length).split('.')[0]);
  });
  if (other === undefined) return;
  throw new ShapeError(
    `The optimiser must keep ${slots.join(', ') || 'nothing'} for each weight, got ${other}. Resume ` +
      'with the settings of the run that wrote the checkpoint.',
  );
}

function arrayOf(arrays: NamedArrays, name: string, shape: readonly number[]): Float32Array {
  const length = shape.reduce((size, dim) => size * dim, 1);
  const data = arrays[name]?.data;
  if (data?.length === length) return data;
  throw new ShapeError(
    `${name} must have ${shape.join(' × ')} values, got ${data?.length ?? 'none'}. Resume with the ` +
      'settings of the run that wrote the checkpoint.',
  );
}
