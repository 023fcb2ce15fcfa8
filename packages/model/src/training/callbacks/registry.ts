/** The callbacks that settings switch on. */
import type { TrainConfig } from '../../config.js';
import type { Callback } from '../callback.js';
import { earlyStopping } from './early-stopping.js';
import { spikeDetection } from './spike-detection.js';

/** Makes a callback from the settings of a training; undefined when they switch it off. */
export type CallbackFactory = (config: TrainConfig) => Callback | undefined;

/** To add one: a file beside this one, an entry here, its settings in `TrainConfig`. */
export const callbacks: Readonly<Record<string, CallbackFactory>> = {
  earlyStopping,
  spikeDetection,
};

/** The callbacks that these settings switch on, in the order of the registry. */
export function configuredCallbacks(config: TrainConfig): Callback[] {
  return Object.values(callbacks).flatMap((create) => create(config) ?? []);
}
