/** Weights in the memory of the backend, and the optimiser that updates them. */
import { checkShape } from '@anodec/core';
import { tf } from '../tensorflow.js';
import { adamCoefficients, type AdamOptions } from './adam-reference.js';
import type { AdamTensors } from './kernel.js';
import { currentTrainingKernels } from './current-kernels.js';

/** One weight and its moments as arrays, (N) each, as a checkpoint stores them. */
export interface AdamArrays {
  readonly weight: Float32Array;
  readonly first: Float32Array;
  readonly second: Float32Array;
}

/**
 * Adam, or AdamW with a `weightDecay`, over named weights.
 *
 * Weights and moments are tensors of the backend; a step replaces them, so a tensor of `weights` is
 * valid until the next step. Weights may have any shape.
 *
 * Source: see `adam-reference.ts`.
 */
export class Adam {
  /** Number of steps so far. */
  steps = 0;
  readonly #tensors = new Map<string, AdamTensors>();

  /** @param shapes of the weights by name; all start at zero */
  constructor(shapes: Readonly<Record<string, readonly number[]>>) {
    for (const [name, shape] of Object.entries(shapes)) {
      const zeros = () => tf.keep(tf.zeros([...shape]));
      this.#tensors.set(name, { weight: zeros(), first: zeros(), second: zeros() });
    }
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
  step(gradients: readonly tf.Tensor[], options: AdamOptions): tf.Tensor {
    checkShape('gradients', { length: gradients.length }, this.#tensors.size);
    this.steps += 1;
    const coefficients = adamCoefficients(this.steps, options);
    const kernels = currentTrainingKernels();
    return tf.tidy(() => {
      const norm = kernels.norm(gradients);
      [...this.#tensors].forEach(([name, tensors], i) => {
        this.#replace(name, kernels.adam(tensors, gradients[i], norm, coefficients));
      });
      return norm;
    });
  }

  /** Overwrites a weight and its moments; those not given remain. */
  write(name: string, arrays: Partial<AdamArrays>): void {
    const tensors = this.#of(name);
    const { shape } = tensors.weight;
    const tensorOf = (part: keyof AdamArrays): tf.Tensor => {
      const values = arrays[part];
      // a copy: the cpu backend keeps a reference to the array
      return values ? tf.tensor(values.slice(), shape) : tf.clone(tensors[part]);
    };
    this.#replace(name, {
      weight: tensorOf('weight'),
      first: tensorOf('first'),
      second: tensorOf('second'),
    });
  }

  /** Copies a weight and its moments out of the backend. */
  async read(name: string): Promise<AdamArrays> {
    const { weight, first, second } = this.#of(name);
    const parts = [weight, first, second].map(async (tensor) =>
      (await tensor.data<'float32'>()).slice(),
    );
    const [w, m, v] = await Promise.all(parts);
    return { weight: w, first: m, second: v };
  }

  /** Frees all tensors; the optimiser cannot be used afterwards. */
  dispose(): void {
    for (const tensors of this.#tensors.values()) tf.dispose(Object.values(tensors));
    this.#tensors.clear();
  }

  #of(name: string): AdamTensors {
    const tensors = this.#tensors.get(name);
    if (!tensors)
      throw new Error(
        `The optimiser must have a weight ${name}, got ${[...this.#tensors.keys()].join(', ')}.`,
      );
    return tensors;
  }

  #replace(name: string, next: AdamTensors): void {
    tf.dispose(Object.values(this.#of(name)));
    for (const tensor of Object.values(next) as tf.Tensor[]) tf.keep(tensor);
    this.#tensors.set(name, next);
  }
}
