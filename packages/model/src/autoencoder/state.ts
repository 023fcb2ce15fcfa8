/** The state of an autoencoder, as data. */
import type { DetectorState, NamedArray } from '@anodec/core';
import type { AutoencoderConfig } from '../config.js';
import type { ParameterSet } from '../parameter-set.js';

/** The state of an autoencoder with these weights. */
export function autoencoderState(
  config: AutoencoderConfig,
  channels: readonly string[],
  arrays: DetectorState['arrays'],
): DetectorState {
  return { detector: 'autoencoder', config: { ...config }, channels, arrays };
}

/** A copy of all weights by name, with their shapes. */
export function namedWeights({
  shapes,
  views,
}: ParameterSet): Readonly<Record<string, NamedArray>> {
  return Object.fromEntries(
    Object.entries(shapes).map(([name, shape]) => [name, { shape, data: views[name].slice() }]),
  );
}
