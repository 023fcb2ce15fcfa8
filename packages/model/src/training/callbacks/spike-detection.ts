/**
 * Spike detection: a step whose loss is far above those of the latest steps is left out, undone or ends
 * the fit, before it moves the weights.
 *
 * The median is of all latest losses, spikes included: a few of them do not move it, and a lasting change
 * of level is accepted once it makes up half of the window.
 */
import { DataError, median } from '@anodec/core';
import type { TrainConfig } from '../../config.js';
import type { Callback, StepAnswer, StepStart } from '../callback.js';
import type { ModelState, NamedValues } from '../trainable.js';
import type { CallbackState } from '../training-state.js';

/** @returns undefined when the settings switch it off */
export function spikeDetection(config: TrainConfig): Callback | undefined {
  if (config.spikeFactor === 0) return undefined;
  const guard = new SpikeGuard(config);
  return {
    name: 'spike-detection',
    async onEpochStart(_, access) {
      if (config.spikeAction === 'restore') guard.keep((await access.checkpoint()).training.model);
    },
    acceptsStep: (losses, start) => guard.answer(losses, start),
    state: () => guard.state(),
    load: (state) => guard.load(state),
  };
}

class SpikeGuard {
  readonly #config: TrainConfig;
  #losses: number[] = [];
  /** The model at the start of the epoch. */
  #kept: ModelState | undefined;

  constructor(config: TrainConfig) {
    this.#config = config;
  }

  keep(model: ModelState): void {
    this.#kept = model;
  }

  answer(losses: NamedValues, { epoch, step }: StepStart): StepAnswer {
    const { spikeFactor, spikeWindow, spikeAction } = this.#config;
    const [loss] = Object.values(losses);
    const usual = this.#losses.length < spikeWindow ? NaN : median(this.#losses);
    this.#losses = [...this.#losses, loss].slice(-spikeWindow);
    if (Number.isNaN(usual) || loss <= spikeFactor * usual) return 'make';
    if (spikeAction === 'stop') {
      return new DataError(
        `The training loss must stay below ${spikeFactor} times its median over ${spikeWindow} steps, ` +
          `${usual.toPrecision(4)}, got ${loss.toPrecision(4)} in epoch ${epoch} after ${step} steps. ` +
          'Choose a smaller learningRate, or set spikeAction to skip.',
      );
    }
    return spikeAction === 'restore' && this.#kept ? { restore: this.#kept } : 'skip';
  }

  state(): CallbackState {
    const { arrays, counters } = this.#kept ?? {};
    return {
      json: { losses: this.#losses, ...(counters && { counters }) },
      ...(arrays && { arrays }),
    };
  }

  load({ json, arrays }: CallbackState): void {
    const stored = json as { losses: number[]; counters?: NamedValues };
    this.#losses = stored.losses;
    if (arrays && stored.counters) this.#kept = { arrays, counters: stored.counters };
  }
}
