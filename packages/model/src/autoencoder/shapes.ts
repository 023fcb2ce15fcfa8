/** Names and shapes of the weights of a network, without building it; layouts as in PyTorch. */
import { ConfigError, type Random } from '@anodec/core';
import type { NetworkConfig } from '../config.js';
import { encodedSize, networkRules } from '../config/network-rules.js';
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

/** What the names of the second decoder's weights begin with, where there are two. */
export const SECOND = 'second.';

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
 * @throws ConfigError when the settings do not go together
 */
export function parameterShapes(config: NetworkConfig, C: number): ParameterShapes {
  const broken = networkRules.find(({ isBroken }) => isBroken(config));
  if (broken) throw new ConfigError(`${broken.path}: ${broken.error}.`);
  const { embeddingSize: E } = config;
  const decoder = decoderShapes(config, C);
  const second = Object.entries(decoder).map(([name, shape]) => [SECOND + name, shape] as const);
  const heads = config.variational ? ['mean', 'logVariance'] : config.bidirectional ? ['code'] : [];
  return {
    ...encoderShapes(config, C),
    ...Object.assign({}, ...heads.map((name) => linearShapes(name, encodedSize(config), E))),
    ...decoder,
    ...(config.direction === 'both' ? Object.fromEntries(second) : {}),
  };
}

function encoderShapes(config: NetworkConfig, C: number): ParameterShapes {
  const directions = directionsOf(config);
  const shapes: Record<string, readonly number[]> = {};
  for (const layer of encoderLayers(config, C)) {
    for (const direction of directions) {
      Object.assign(shapes, recurrentShapes(config, { ...layer, name: layer.name + direction }));
    }
    if (config.layerNorm) {
      Object.assign(shapes, normShapes(layer.name, directions.length * layer.hidden));
    }
  }
  return shapes;
}

function decoderShapes(config: NetworkConfig, C: number): ParameterShapes {
  const { hiddenSize: H, embeddingSize: E, linearOutput, decoder, attention } = config;
  const layers = decoderLayers(config, C);
  const shapes: Record<string, readonly number[]> = {};
  for (const [i, layer] of layers.entries()) {
    Object.assign(shapes, recurrentShapes(config, layer));
    const isOutput = !linearOutput && i === layers.length - 1;
    // normalised outputs could reconstruct no level
    if (config.layerNorm && !isOutput) Object.assign(shapes, normShapes(layer.name, layer.hidden));
  }
  if (decoder === 'autoregressive' && H !== E) Object.assign(shapes, linearShapes('bridge', E, H));
  if (attention === 'general') shapes['attention.weight'] = [encodedSize(config), H];
  if (attention !== 'none') {
    Object.assign(shapes, linearShapes('combine', encodedSize(config) + H, H));
  }
  if (linearOutput) Object.assign(shapes, linearShapes('output', H, C));
  return shapes;
}

function recurrentShapes(
  { cell }: NetworkConfig,
  { name, input, hidden }: LayerSizes,
): ParameterShapes {
  const rows = cellGates[cell] * hidden;
  return {
    [`${name}.weightIh`]: [rows, input],
    [`${name}.weightHh`]: [rows, hidden],
    [`${name}.biasIh`]: [rows],
    [`${name}.biasHh`]: [rows],
  };
}

function linearShapes(name: string, inputs: number, outputs: number): ParameterShapes {
  return { [`${name}.weight`]: [outputs, inputs], [`${name}.bias`]: [outputs] };
}

function normShapes(layer: string, size: number): ParameterShapes {
  return { [`${layer}_norm.weight`]: [size], [`${layer}_norm.bias`]: [size] };
}

/**
 * First weights, uniform as PyTorch draws them: ±1/√H in recurrent layers, ±1/√inputs in linear
 * ones; 1 and 0 in normalisations. Each weight has its own stream, so that a new layer does not move
 * the others.
 *
 * @param zero name of a layer of each decoder whose weights are zero, so that what it adds to begins unchanged
 */
export function initialWeights(
  shapes: ParameterShapes,
  random: Random,
  zero?: string,
): ParameterSet {
  const weights = createParameterSet(shapes);
  for (const [name, view] of Object.entries(weights.views)) {
    const layer = name.slice(0, name.lastIndexOf('.'));
    if (zero !== undefined && (layer === zero || layer === SECOND + zero)) continue;
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
