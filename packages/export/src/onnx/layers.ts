/** The layers of a network as operators, with weights from its arrays; sequences are (W, B, H), states (1, B, H). */
import type { NamedArray } from '@anodec/core';
import type { AutoencoderConfig } from '@anodec/model';
import { type Graph, type RecurrentLayer, recurrentLayer } from '@anodec/onnx';

/** A network in the making. */
export interface NetworkGraph {
  readonly graph: Graph;
  readonly config: AutoencoderConfig;
  readonly arrays: Readonly<Record<string, NamedArray>>;
  /** Names of the arrays that were used. */
  readonly used: Set<string>;
  /** What the names of arrays begin with; nothing where it is left out. */
  readonly prefix?: string;
}

/** What an array of this network is called in full. */
export function nameIn({ prefix = '' }: NetworkGraph, name: string): string {
  return prefix + name;
}

/** An array, which then counts as used. */
export function take(network: NetworkGraph, name: string): NamedArray {
  const full = nameIn(network, name);
  network.used.add(full);
  return network.arrays[full];
}

/** @param direction what the names of the layers end with: nothing, or `_reverse` for those that read backwards */
export function layersOf(network: NetworkGraph, side: string, direction = ''): RecurrentLayer[] {
  const { graph, config, arrays } = network;
  const layers: RecurrentLayer[] = [];
  for (let i = 0; nameIn(network, `${side}.${i}${direction}.weightIh`) in arrays; i++) {
    const part = (name: string): NamedArray => take(network, `${side}.${i}${direction}.${name}`);
    const [weightIh, weightHh] = [part('weightIh'), part('weightHh')];
    const weights = {
      weightIh: weightIh.data,
      weightHh: weightHh.data,
      biasIh: part('biasIh').data,
      biasHh: part('biasHh').data,
    };
    const sizes = [weightIh.shape[1], weightHh.shape[1]] as const;
    layers.push(recurrentLayer(graph, config.cell, weights, sizes, { reverse: direction !== '' }));
  }
  return layers;
}

/** A linear layer over the last axis, to be used several times. */
export function linear(network: NetworkGraph, name: string): (input: string) => string {
  const { graph } = network;
  const multiply = product(network, name);
  const { data } = take(network, `${name}.bias`);
  const bias = graph.constant([data.length], data);
  return (input) => graph.node('Add', [multiply(input), bias]);
}

/** A linear layer without its bias, to be used several times. */
export function product(network: NetworkGraph, name: string): (input: string) => string {
  const { graph } = network;
  const { shape, data } = take(network, `${name}.weight`);
  const weight = graph.constant(shape, data);
  const transposed = graph.node('Transpose', [weight], { perm: [1, 0] });
  return (input) => graph.node('MatMul', [input, transposed]);
}

/** The outputs of a recurrent layer, normalised over the last axis where the layer has a scale for it. */
export function normalise(network: NetworkGraph, layer: string, outputs: string): string {
  const { graph, arrays } = network;
  if (!(nameIn(network, `${layer}_norm.weight`) in arrays)) return outputs;
  const constants = ['weight', 'bias'].map((part) => {
    const { shape, data } = take(network, `${layer}_norm.${part}`);
    return graph.constant(shape, data);
  });
  // what it adds to the variance by default, 1e-5, is torch.nn.LayerNorm's
  return graph.node('LayerNormalization', [outputs, ...constants]);
}
