/** The weights and moments of Adam as named arrays; a model with several optimisers gives each a name. */
import { ShapeError } from '@anodec/core';
import type { Adam } from '@anodec/kernels';
import type { ParameterShapes } from '../parameter-set.js';
import type { ModelState, NamedArrays } from './trainable.js';

/**
 * Copies out weights, moments and the number of steps.
 *
 * @param shapes of the weights that this optimiser moves, by name
 * @param name of the optimiser: moments are `NAME.first.WEIGHT` and `NAME.second.WEIGHT`
 */
export async function adamState(
  adam: Adam,
  shapes: ParameterShapes,
  name = 'optimizer',
): Promise<ModelState> {
  const names = Object.keys(shapes);
  const read = await Promise.all(names.map((weight) => adam.read(weight)));
  const all = (prefix: string, part: 'weight' | 'first' | 'second'): NamedArrays =>
    Object.fromEntries(
      names.map((weight, i) => [prefix + weight, { shape: shapes[weight], data: read[i][part] }]),
    );
  return {
    arrays: {
      ...all('', 'weight'),
      ...all(`${name}.first.`, 'first'),
      ...all(`${name}.second.`, 'second'),
    },
    counters: { [`${name}.steps`]: adam.steps },
  };
}

/**
 * Puts back what `adamState` copied out.
 *
 * @throws ShapeError when an array is missing or has another length
 */
export function loadAdam(
  adam: Adam,
  shapes: ParameterShapes,
  { arrays, counters }: ModelState,
  name = 'optimizer',
): void {
  for (const [weight, shape] of Object.entries(shapes)) {
    const part = (prefix: string) => arrayOf(arrays, prefix + weight, shape);
    adam.write(weight, {
      weight: part(''),
      first: part(`${name}.first.`),
      second: part(`${name}.second.`),
    });
  }
  adam.steps = counters[`${name}.steps`];
}

function arrayOf(arrays: NamedArrays, name: string, shape: readonly number[]): Float32Array {
  const length = shape.reduce((size, dim) => size * dim, 1);
  const data = arrays[name]?.data;
  if (data?.length === length) return data;
  throw new ShapeError(
    `${name} must have ${shape.join(' × ')} values, got ${data?.length ?? 'none'}. Resume with the ` +
      'settings of the run that wrote the checkpoint.',
  );
}
