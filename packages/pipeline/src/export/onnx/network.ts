/** The network of an autoencoder as operators: windows of its inputs in, reconstructed rows out. */
import { ConfigError, type NamedArray } from '@anodec/core';
import type { AutoencoderConfig } from '@anodec/model';
import { type Graph, type RecurrentLayer, recurrentLayer } from '@anodec/onnx';

type Arrays = Readonly<Record<string, NamedArray>>;

/** A network in the making. */
interface NetworkGraph {
  readonly graph: Graph;
  readonly config: AutoencoderConfig;
  readonly arrays: Arrays;
  /** Names of the arrays that were used. */
  readonly used: Set<string>;
}

/**
 * Reconstructs windows.
 *
 * @param windows (B, W, C), single precision, complete
 * @param R rows to decode, the last one of the window first where `reverseTarget` is set
 * @returns (R, B, C), in the order of decoding
 * @throws ConfigError when the network has arrays that are not known here
 */
export function reconstructWindows(
  graph: Graph,
  config: AutoencoderConfig,
  arrays: Arrays,
  windows: string,
  R: number,
): string {
  const network = { graph, config, arrays, used: new Set<string>() };
  const code = encode(network, graph.node('Transpose', [windows], { perm: [1, 0, 2] }));
  const rows =
    config.decoder === 'autoregressive' ? feedBack(network, code, R) : repeat(network, code, R);
  const unknown = Object.keys(arrays).filter((name) => !network.used.has(name));
  if (unknown.length === 0) return rows;
  throw new ConfigError(
    `The network must have arrays of known layers alone to be exported as ONNX, got ${unknown.join(', ')}.`,
  );
}

/** (W, B, C) to the code, (1, B, E). */
function encode(network: NetworkGraph, windows: string): string {
  let [sequence, code] = [windows, windows];
  for (const layer of layersOf(network, 'encoder')) {
    ({ sequence, hidden: code } = layer.run(sequence));
  }
  return code;
}

/** The input at every row is the code. */
function repeat(network: NetworkGraph, code: string, R: number): string {
  const { graph, config } = network;
  let sequence = graph.node('Expand', [code, graph.integers(R, 1, 1)]);
  for (const layer of layersOf(network, 'decoder')) ({ sequence } = layer.run(sequence));
  return config.linearOutput ? linear(network, 'output')(sequence) : sequence;
}

/** The input at every row is the output of the row before; the first is that of the starting state. */
function feedBack(network: NetworkGraph, code: string, R: number): string {
  const { graph, arrays } = network;
  const [layer] = layersOf(network, 'decoder');
  const output = linear(network, 'output');
  const hidden = 'bridge.weight' in arrays ? linear(network, 'bridge')(code) : code;
  let state: Parameters<RecurrentLayer['run']>[1] = { hidden };
  let row = output(hidden);
  const rows: string[] = [];
  for (let r = 0; r < R; r++) {
    state = layer.run(row, state);
    row = output(state.hidden);
    rows.push(row);
  }
  return rows.length > 1 ? graph.node('Concat', rows, { axis: 0 }) : row;
}

function layersOf(network: NetworkGraph, side: string): RecurrentLayer[] {
  const { graph, config, arrays } = network;
  const layers: RecurrentLayer[] = [];
  for (let i = 0; `${side}.${i}.weightIh` in arrays; i++) {
    const data = (part: string): Float32Array => take(network, `${side}.${i}.${part}`).data;
    const [weightIh, weightHh] = [data('weightIh'), data('weightHh')];
    const { shape } = arrays[`${side}.${i}.weightIh`];
    const hidden = arrays[`${side}.${i}.weightHh`].shape[1];
    const weights = { weightIh, weightHh, biasIh: data('biasIh'), biasHh: data('biasHh') };
    layers.push(recurrentLayer(graph, config.cell, weights, [shape[1], hidden]));
  }
  return layers;
}

/** A linear layer over the last axis, to be used several times. */
function linear(network: NetworkGraph, name: string): (input: string) => string {
  const { graph } = network;
  const { shape, data } = take(network, `${name}.weight`);
  const weight = graph.constant(shape, data);
  const transposed = graph.node('Transpose', [weight], { perm: [1, 0] });
  const bias = graph.constant([shape[0]], take(network, `${name}.bias`).data);
  return (input) => graph.node('Add', [graph.node('MatMul', [input, transposed]), bias]);
}

function take({ arrays, used }: NetworkGraph, name: string): NamedArray {
  used.add(name);
  return arrays[name];
}
