/** The weights of a network as arrays: drawn from a seed, checked, and as tensors. */
import { type NamedArray, type Random, ShapeError } from '@anodec/core';
import { tf } from '@anodec/kernels';
import { createParameterSet, type ParameterSet } from '@anodec/model';
import type { NamedTensors, Weights } from './layers/layer.js';

/** Arrays by the names of the weights. */
export type WeightArrays = Readonly<Record<string, NamedArray>>;

/** Draws the weights to begin with; each has a stream of its own, so that none moves the others. */
export function drawWeights(weights: Weights, random: Random): WeightArrays {
  const drawn = Object.entries(weights).map(([name, { shape, fill }]) => {
    const data = new Float32Array(sizeOf(shape));
    fill(data, random.stream(name));
    return [name, { shape, data }] as const;
  });
  return Object.fromEntries(drawn);
}

/** Number of values, those of running statistics included, as Keras counts. */
export function countParameters(weights: Weights): number {
  return Object.values(weights).reduce((sum, { shape }) => sum + sizeOf(shape), 0);
}

/** The weights that gradients move, as an optimiser takes them. */
export function trainedSet(weights: Weights, arrays: WeightArrays): ParameterSet {
  const trained = Object.entries(weights).filter(([, { isTrained }]) => isTrained);
  const set = createParameterSet(
    Object.fromEntries(trained.map(([name, { shape }]) => [name, shape])),
  );
  for (const [name] of trained) set.views[name].set(arrays[name].data);
  return set;
}

/** Names of the running statistics. */
export function statisticNames(weights: Weights): readonly string[] {
  return Object.keys(weights).filter((name) => !weights[name].isTrained);
}

/** The arrays of these weights among others. @throws ShapeError when one is missing or of another shape */
export function pickWeights(weights: Weights, arrays: WeightArrays, origin: string): WeightArrays {
  const picked = Object.entries(weights).map(([name, { shape }]) => {
    const array: NamedArray | undefined = arrays[name];
    if (array?.shape.join() !== shape.join()) {
      throw new ShapeError(
        `${name} of ${origin} must be (${shape.join(', ')}), got ` +
          `${array ? `(${array.shape.join(', ')})` : 'no such array'}. It belongs to other networks or settings.`,
      );
    }
    return [name, array] as const;
  });
  return Object.fromEntries(picked);
}

/** As tensors; the caller disposes of them. */
export function asTensors(arrays: WeightArrays): NamedTensors {
  const entries = Object.entries(arrays).map(([name, { shape, data }]) => {
    // a copy: the cpu backend keeps the array that it is given
    return [name, tf.tensor(data.slice(), [...shape])] as const;
  });
  return Object.fromEntries(entries);
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((size, dim) => size * dim, 1);
}
