/** Names and shapes of the weights of a network, without building it; layouts as in PyTorch. */
import type { Random } from '@anodec/core';
import type { NetworkConfig } from '../config.js';
import { cellGates } from './cells.js';
import { createParameterSet, type ParameterSet, type ParameterShapes } from '../parameter-set.js';

/** Input and hidden size of one recurrent layer, in one direction. */
export interface LayerSizes {
  readonly name: string;
  readonly input: number;
  readonly hidden: number;
}

/**
 * The encoder's layers: numLayers of hiddenSize, then one of embeddingSize whose last hidden state is the code.
 *
 * With two directions every layer has a second one of the same sizes, its name with `_reverse` at the end as in
 * PyTorch; both read the outputs of both, forward first.
 */
export function encoderLayers(config: NetworkConfig, C: number): LayerSizes[] {
  const { numLayers, hiddenSize, embeddingSize } = config;
  const hidden = [...Array<number>(numLayers).fill(hiddenSize), embeddingSize];
  const inputs = [C, ...hidden.map((size) => size * directionsOf(config).length)];
  return hidden.map((size, i) => ({ name: `encoder.${i}`, input: inputs[i], hidden: size }));
}

/** What the names of an encoder's layers end with, by direction, forward first. */
export function directionsOf({ bidirectional }: NetworkConfig): readonly string[] {
  return bidirectional ? ['', '_reverse'] : [''];
}

/** The decoder's layers; without a linear output the last one has the size of the table. */
export function decoderLayers(config: NetworkConfig, C: number): LayerSizes[] {
  const { numLayers, hiddenSize, embeddingSize, linearOutput, decoder } = config;
  if (decoder === 'autoregressive') return chain('decoder', [C, hiddenSize]);
  const sizes = [embeddingSize, ...Array<number>(numLayers).fill(hiddenSize)];
  return chain('decoder', linearOutput ? sizes : [...sizes, C]);
}

/**
 * Every weight of the network.
 *
 * @param C channels
 */
export function parameterShapes(config: NetworkConfig, C: number): ParameterShapes {
  const { hiddenSize, embeddingSize } = config;
  const shapes: Record<string, readonly number[]> = {};
  const encoder = encoderLayers(config, C).flatMap((layer) =>
    directionsOf(config).map((direction) => ({ ...layer, name: layer.name + direction })),
  );
  for (const { name, input, hidden } of [...encoder, ...decoderLayers(config, C)]) {
    const rows = cellGates[config.cell] * hidden;
    shapes[`${name}.weightIh`] = [rows, input];
    shapes[`${name}.weightHh`] = [rows, hidden];
    shapes[`${name}.biasIh`] = [rows];
    shapes[`${name}.biasHh`] = [rows];
  }
  for (const [name, size] of normalisedLayers(config, C)) {
    shapes[`${name}_norm.weight`] = [size];
    shapes[`${name}_norm.bias`] = [size];
  }
  if (config.bidirectional) {
    shapes['code.weight'] = [embeddingSize, 2 * embeddingSize];
    shapes['code.bias'] = [embeddingSize];
  }
  if (config.decoder === 'autoregressive' && hiddenSize !== embeddingSize) {
    shapes['bridge.weight'] = [hiddenSize, embeddingSize];
    shapes['bridge.bias'] = [hiddenSize];
  }
  if (config.linearOutput) {
    shapes['output.weight'] = [C, hiddenSize];
    shapes['output.bias'] = [C];
  }
  return shapes;
}

/**
 * Layers whose outputs are normalised, with the size of these: all but one whose outputs are the reconstruction.
 */
function normalisedLayers(config: NetworkConfig, C: number): [name: string, size: number][] {
  if (!config.layerNorm) return [];
  const D = directionsOf(config).length;
  const encoder = encoderLayers(config, C).map((layer) => ({ ...layer, hidden: D * layer.hidden }));
  const decoder = decoderLayers(config, C);
  const normalised = [...encoder, ...(config.linearOutput ? decoder : decoder.slice(0, -1))];
  return normalised.map(({ name, hidden }) => [name, hidden]);
}

/**
 * First weights, uniform as PyTorch draws them: ±1/√H in recurrent layers, ±1/√inputs in linear
 * ones; a layer normalisation starts as the identity of what it normalises. Each weight has its own stream, so that a new layer does not move the others.
 *
 * @param zero name of a layer whose weights are zero, so that what it adds to begins unchanged
 */
export function initialWeights(
  shapes: ParameterShapes,
  random: Random,
  zero?: string,
): ParameterSet {
  const weights = createParameterSet(shapes);
  for (const [name, view] of Object.entries(weights.views)) {
    if (zero !== undefined && name.startsWith(`${zero}.`)) continue;
    const layer = name.slice(0, name.lastIndexOf('.'));
    if (layer.endsWith('_norm')) {
      view.fill(name.endsWith('.weight') ? 1 : 0);
      continue;
    }
    const fanIn = (shapes[`${layer}.weightHh`] ?? shapes[`${layer}.weight`])[1];
    const bound = 1 / Math.sqrt(fanIn);
    const stream = random.stream(name);
    for (let i = 0; i < view.length; i++) view[i] = (2 * stream.uniform() - 1) * bound;
  }
  return weights;
}

function chain(side: string, sizes: readonly number[]): LayerSizes[] {
  return sizes.slice(1).map((hidden, i) => ({ name: `${side}.${i}`, input: sizes[i], hidden }));
}
