/** What an autoencoder has learned, as data. */
import type { DetectorState, NamedArray } from '@anodec/core';
import type { AutoencoderConfig } from '../config.js';
import { createParameterSet, type ParameterSet } from '../parameter-set.js';

/**
 * The state of an autoencoder with these weights.
 *
 * @param flat copied; weights in the order of `parameters`, by default its own
 */
export function autoencoderState(
  config: AutoencoderConfig,
  { shapes, flat: own }: ParameterSet,
  channels: readonly string[],
  flat: Float32Array = own,
): DetectorState {
  const copy = createParameterSet(shapes);
  copy.flat.set(flat);
  const arrays = Object.entries(shapes).map(([name, shape]): [string, NamedArray] => [
    name,
    { shape, data: copy.views[name] },
  ]);
  return {
    detector: 'autoencoder',
    config: { ...config },
    channels,
    arrays: Object.fromEntries(arrays),
  };
}
