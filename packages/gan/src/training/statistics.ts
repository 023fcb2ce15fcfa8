/** What gradients do not move while a network learns: running statistics, and vectors of spectral normalisation. */
import { tf } from '@anodec/kernels';
import { BATCH_NORM_MOMENTUM } from '../layers/batch-norm.js';
import type { BatchMoments, NamedTensors } from '../layers/layer.js';
import { asTensors, type WeightArrays } from '../weights.js';

/** Statistics by name, in the memory of the backend. */
export class RunningStatistics {
  #tensors: Record<string, tf.Tensor>;
  #collected: { layer: string; moments: BatchMoments }[] = [];

  constructor(arrays: WeightArrays) {
    this.#tensors = { ...asTensors(arrays) };
  }

  get tensors(): NamedTensors {
    return this.#tensors;
  }

  /** Keeps the moments of a batch until `apply`. */
  readonly collect = (layer: string, { mean, variance }: BatchMoments): void => {
    this.#collected.push({ layer, moments: { mean: tf.keep(mean), variance: tf.keep(variance) } });
  };

  /** Moves the statistics towards the moments collected since the last time, in their order. */
  apply(): void {
    for (const { layer, moments } of this.#collected) {
      for (const part of ['mean', 'variance'] as const) {
        const name = `${layer}.${part}`;
        const before = this.#tensors[name];
        this.#tensors[name] = tf.keep(
          tf.tidy(() => {
            const kept = tf.mul(before, BATCH_NORM_MOMENTUM);
            return tf.add(kept, tf.mul(moments[part], 1 - BATCH_NORM_MOMENTUM));
          }),
        );
        tf.dispose([before, moments[part]]);
      }
    }
    this.#collected = [];
  }

  /** Puts others in the place of those of the same names, and owns them from here on. */
  replace(tensors: NamedTensors): void {
    tf.dispose(Object.keys(tensors).map((name) => this.#tensors[name]));
    Object.assign(this.#tensors, tensors);
  }

  /** Copies them out. */
  async arrays(): Promise<WeightArrays> {
    const entries = Object.entries(this.#tensors).map(async ([name, tensor]) => {
      return [
        name,
        { shape: tensor.shape, data: (await tensor.data<'float32'>()).slice() },
      ] as const;
    });
    return Object.fromEntries(await Promise.all(entries));
  }

  /** Puts them back. @param arrays others among them are ignored */
  load(arrays: WeightArrays): void {
    const own = Object.fromEntries(Object.keys(this.#tensors).map((name) => [name, arrays[name]]));
    this.dispose();
    this.#tensors = { ...asTensors(own) };
  }

  dispose(): void {
    tf.dispose(Object.values(this.#tensors));
  }
}
