/**
 * Averages of the weights over the training.
 *
 * The first average is a copy of the weights, as in torch.optim.swa_utils.AveragedModel.
 */
import { tf } from '@anodec/kernels';
import type { AverageName, AveragingConfig } from '../../config/averaging.js';
import { blend } from './blend.js';

/** When weights are averaged: the share of the weights in the next average, undefined where there is none. */
export interface AverageRule {
  /** After a step that was made. @param count averages so far */
  afterStep?(count: number): number | undefined;
  /** After all steps of an epoch, from 0, whether its last one was made or left out. */
  afterEpoch?(count: number, epoch: number): number | undefined;
}

/** To add one: a line here, its name and settings in `config/averaging.ts`. */
export const averages: Readonly<
  Record<AverageName, (config: AveragingConfig & { readonly maxEpochs: number }) => AverageRule>
> = {
  none: () => ({}),

  /** Source: Polyak & Juditsky 1992; torch.optim.swa_utils.get_ema_multi_avg_fn. */
  ema: ({ emaDecay }) => ({ afterStep: (count) => (count === 0 ? 1 : 1 - emaDecay) }),

  /** Source: Izmailov et al. 2018, "Averaging Weights Leads to Wider Optima and Better Generalization". */
  swa({ swaStart, maxEpochs }) {
    const first = Math.floor(swaStart * maxEpochs);
    return { afterEpoch: (count, epoch) => (epoch >= first ? 1 / (count + 1) : undefined) };
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
  addStep(weights: Readonly<Record<string, tf.Tensor>>): void {
    this.#add(weights, this.#rule.afterStep?.(this.count));
  }

  /** Takes in the weights at the end of an epoch, from 0. */
  addEpoch(weights: Readonly<Record<string, tf.Tensor>>, epoch: number): void {
    this.#add(weights, this.#rule.afterEpoch?.(this.count, epoch));
  }

  /** Overwrites the averages. @param tensors kept, and freed by `dispose` */
  write(tensors: Readonly<Record<string, tf.Tensor>>, count: number): void {
    this.#replace(tensors);
    this.count = count;
  }

  dispose(): void {
    this.#replace({});
  }

  #add(weights: Readonly<Record<string, tf.Tensor>>, share: number | undefined): void {
    if (share === undefined) return;
    const names = Object.keys(weights);
    const next = blend(Object.values(this.#tensors), Object.values(weights), share);
    this.#replace(Object.fromEntries(names.map((name, i) => [name, next[i]])));
    this.count += 1;
  }

  #replace(next: Readonly<Record<string, tf.Tensor>>): void {
    tf.dispose(Object.values(this.#tensors));
    for (const tensor of Object.values(next)) tf.keep(tensor);
    this.#tensors = next;
  }
}
