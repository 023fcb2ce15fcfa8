/** Weights in the memory of the backend, and the rule that changes them. */
import { checkShape } from '@anodec/core';
import { forgetRecordings } from '../repeat.js';
import { tf } from '../tensorflow.js';
import { currentTrainingKernels } from './current-kernels.js';
import type { RuleTensors, UpdateRule } from './rules/rule.js';

/** A weight and what the rule keeps for it as arrays, (N) each, as a checkpoint stores them. */
export type OptimizerArrays = { readonly weight: Float32Array } & Readonly<
  Record<string, Float32Array>
>;

/** How gradients are clipped: to a norm over all weights, or each of their elements; 0 = not at all. */
export interface Clipping {
  readonly algorithm: 'norm' | 'value';
  readonly limit: number;
}

/** Options of one step. */
export interface OptimizerStep {
  readonly learningRate: number;
  /** Default: none. */
  readonly clip?: Clipping;
}

const UNCLIPPED: Clipping = { algorithm: 'norm', limit: 0 };

/**
 * An optimiser over named weights.
 *
 * Weights and what the rule keeps for them are tensors of the backend; a step replaces or overwrites them, so a tensor
 * of `weights` is valid until the next step. Weights may have any shape.
 */
export class WeightOptimizer {
  /** Number of steps so far. */
  steps = 0;
  readonly #rule: UpdateRule;
  readonly #tensors = new Map<string, RuleTensors>();

  /** @param shapes of the weights by name; all start at zero */
  constructor(rule: UpdateRule, shapes: Readonly<Record<string, readonly number[]>>) {
    this.#rule = rule;
    for (const [name, shape] of Object.entries(shapes)) {
      const zeros = () => tf.keep(tf.zeros([...shape]));
      const kept = Object.fromEntries(rule.slots.map((slot) => [slot, zeros()]));
      this.#tensors.set(name, { ...kept, weight: zeros() });
    }
  }

  /** Names of the arrays that the rule keeps for each weight. */
  get slots(): readonly string[] {
    return this.#rule.slots;
  }

  /** The weights by name, in the order of the shapes. */
  get weights(): Readonly<Record<string, tf.Tensor>> {
    return Object.fromEntries([...this.#tensors].map(([name, { weight }]) => [name, weight]));
  }

  /**
   * One step against the gradients.
   *
   * @param gradients in the order of the shapes; left alive
   * @returns the norm of all gradients before clipping, a scalar that the caller disposes of
   */
  step(gradients: readonly tf.Tensor[], options: OptimizerStep): tf.Tensor {
    checkShape('gradients', { length: gradients.length }, this.#tensors.size);
    this.steps += 1;
    const { algorithm, limit } = options.clip ?? UNCLIPPED;
    const update = this.#rule.at(this.steps, options.learningRate);
    const kernels = currentTrainingKernels();
    return tf.tidy(() => {
      const norm = kernels.norm(gradients);
      const clip = { norm, limit: algorithm === 'norm' ? limit : 0 };
      const byValue = algorithm === 'value' && limit > 0;
      [...this.#tensors].forEach(([name, tensors], i) => {
        const gradient = byValue ? tf.clipByValue(gradients[i], -limit, limit) : gradients[i];
        this.#replace(name, update(kernels, tensors, gradient, clip));
      });
      return norm;
    });
  }

  /** Overwrites a weight and what is kept for it; arrays that are not given remain. */
  write(name: string, arrays: Partial<OptimizerArrays>): void {
    const tensors = this.#of(name);
    const { shape } = tensors.weight;
    const next = Object.entries(tensors).map(([part, tensor]) => {
      const values = arrays[part];
      // a copy: the cpu backend keeps a reference to the array
      return [part, values ? tf.tensor(values.slice(), shape) : tf.clone(tensor)] as const;
    });
    this.#replace(name, Object.fromEntries(next) as RuleTensors);
  }

  /** Copies a weight and what is kept for it out of the backend. */
  async read(name: string): Promise<OptimizerArrays> {
    const parts = Object.entries(this.#of(name)).map(async ([part, tensor]) => {
      return [part, (await tensor.data<'float32'>()).slice()] as const;
    });
    return Object.fromEntries(await Promise.all(parts)) as OptimizerArrays;
  }

  /** Frees all tensors; the optimiser cannot be used afterwards. */
  dispose(): void {
    for (const tensors of this.#tensors.values()) tf.dispose(Object.values(tensors));
    this.#tensors.clear();
  }

  #of(name: string): RuleTensors {
    const tensors = this.#tensors.get(name);
    if (!tensors)
      throw new Error(
        `The optimiser must have a weight ${name}, got ${[...this.#tensors.keys()].join(', ')}.`,
      );
    return tensors;
  }

  #replace(name: string, next: RuleTensors): void {
    const before = this.#of(name);
    if (Object.entries(before).every(([part, tensor]) => next[part] === tensor)) return; // overwritten
    forgetRecordings();
    const kept = new Set(Object.values(next));
    for (const tensor of Object.values(before)) if (!kept.has(tensor)) tensor.dispose();
    for (const tensor of kept) tf.keep(tensor);
    this.#tensors.set(name, next);
  }
}
