/**
 * Averages of the weights over the training.
 *
 * The first average is a copy of the weights, as in torch.optim.swa_utils.AveragedModel.
 */
import { tf } from '@anodec/kernels';
import type { AverageName, AveragingConfig } from '../../config/averaging.js';
import { blend } from './blend.js';

/** A step after which weights may be averaged. */
export interface AveragedStep {
  /** Averages so far. */
  readonly count: number;
  /** The epoch, from 0, whose last step it is; absent within an epoch. */
  readonly endsEpoch?: number;
}

/** The share of the weights in the next average; undefined where the step is left out. */
export type AverageRule = (step: AveragedStep) => number | undefined;

/** To add one: a line here, its name and settings in `config/averaging.ts`. */
export const averages: Readonly<
  Record<AverageName, (config: AveragingConfig & { readonly maxEpochs: number }) => AverageRule>
> = {
  none: () => () => undefined,

  /** Source: Polyak & Juditsky 1992; torch.optim.swa_utils.get_ema_multi_avg_fn. */
  ema:
    ({ emaDecay }) =>
    ({ count }) =>
      count === 0 ? 1 : 1 - emaDecay,

  /** Source: Izmailov et al. 2018, "Averaging Weights Leads to Wider Optima and Better Generalization". */
  swa({ swaStart, maxEpochs }) {
    const first = Math.floor(swaStart * maxEpochs);
    return ({ count, endsEpoch = -1 }) => (endsEpoch >= first ? 1 / (count + 1) : undefined);
  },
};

/** The average of named weights in the memory of the backend. */
export class WeightAverage {
  /** Averages so far. */
  count = 0;
  readonly #rule: AverageRule;
  #tensors: Readonly<Record<string, tf.Tensor>> = {};

  constructor(rule: AverageRule) {
    this.#rule = rule;
  }

  /** The averages by name; none before the first one. Valid until the next step. */
  get tensors(): Readonly<Record<string, tf.Tensor>> {
    return this.#tensors;
  }

  /** Takes in the weights after a step. */
  add(weights: Readonly<Record<string, tf.Tensor>>, endsEpoch?: number): void {
    const share = this.#rule({ count: this.count, endsEpoch });
    if (share === undefined) return;
    const names = Object.keys(weights);
    const next = blend(Object.values(this.#tensors), Object.values(weights), share);
    this.#replace(Object.fromEntries(names.map((name, i) => [name, next[i]])));
    this.count += 1;
  }

  /** Overwrites the averages. @param tensors kept, and freed by `dispose` */
  write(tensors: Readonly<Record<string, tf.Tensor>>, count: number): void {
    this.#replace(tensors);
    this.count = count;
  }

  dispose(): void {
    this.#replace({});
  }

  #replace(next: Readonly<Record<string, tf.Tensor>>): void {
    tf.dispose(Object.values(this.#tensors));
    for (const tensor of Object.values(next)) tf.keep(tensor);
    this.#tensors = next;
  }
}
