/** The state of an autoencoder, as data. */
import { type DetectorState, type NamedArray, ShapeError } from '@anodec/core';
import type { AutoencoderConfig } from '../config.js';
import { createParameterSet, type ParameterSet } from '../parameter-set.js';
import { parameterShapes } from './shapes.js';

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

/** The weights in the state of an autoencoder. @throws ShapeError when an array is missing or has another length */
export function parametersIn(
  config: AutoencoderConfig,
  { channels, arrays }: DetectorState,
): ParameterSet {
  const parameters = createParameterSet(parameterShapes(config, channels.length));
  for (const [name, view] of Object.entries(parameters.views)) {
    const data = arrays[name]?.data;
    if (data?.length !== view.length) {
      throw new ShapeError(
        `${name} must have ${parameters.shapes[name].join(' × ')} values, got ${data?.length ?? 'none'}.`,
      );
    }
    view.set(data);
  }
  return parameters;
}
