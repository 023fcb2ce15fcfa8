/** The network of an autoencoder as operators: windows of its inputs in, reconstructed rows out. */
import { ConfigError, type NamedArray } from '@anodec/core';
import type { AutoencoderConfig } from '@anodec/model';
import type { Graph, RecurrentLayer } from '@anodec/onnx';
import { encodeWindows, type Encoding } from './encoder.js';
import { layersOf, linear, type NetworkGraph, normalise } from './layers.js';
import { createReadOut } from './read-out.js';

/** What the names of the second decoder's arrays begin with, where there are two. */
const SECOND = 'second.';

/**
 * Reconstructs windows.
 *
 * @param windows (B, W, C), single precision, complete
 * @param R rows to decode, the last one of the window first where `reverseTarget` is set
 * @returns (R, B, C) of each decoder, in the order of its decoding; a second one decodes in the other order
 * @throws ConfigError when the network has arrays that are not known here
 */
export function reconstructWindows(
  graph: Graph,
  config: AutoencoderConfig,
  arrays: Readonly<Record<string, NamedArray>>,
  windows: string,
  R: number,
): string[] {
  const network: NetworkGraph = { graph, config, arrays, used: new Set() };
  const encoding = encodeWindows(network, graph.node('Transpose', [windows], { perm: [1, 0, 2] }));
  const prefixes = config.direction === 'both' ? ['', SECOND] : [''];
  const decoded = prefixes.map((prefix) => decode({ ...network, prefix }, encoding, R));
  const unknown = Object.keys(arrays).filter((name) => !network.used.has(name));
  if (unknown.length === 0) return decoded;
  throw new ConfigError(
    `The network must have arrays of known layers alone to be exported as ONNX, got ${unknown.join(', ')}.`,
  );
}

function decode(network: NetworkGraph, encoding: Encoding, R: number): string {
  return network.config.decoder === 'autoregressive'
    ? feedBack(network, encoding, R)
    : repeat(network, encoding, R);
}

/** The input at every row is the code. */
function repeat(network: NetworkGraph, { code, memory }: Encoding, R: number): string {
  const { graph, config } = network;
  let sequence = graph.node('Expand', [code, graph.integers(R, 1, 1)]);
  for (const [i, layer] of layersOf(network, 'decoder').entries()) {
    sequence = normalise(network, `decoder.${i}`, layer.run(sequence).sequence);
  }
  return config.linearOutput ? createReadOut(network, memory)(sequence) : sequence;
}

/** The input at every row is the output of the row before; the first is that of the starting state. */
function feedBack(network: NetworkGraph, { code, memory }: Encoding, R: number): string {
  const { graph, arrays, prefix = '' } = network;
  const [layer] = layersOf(network, 'decoder');
  const readOut = createReadOut(network, memory);
  const hidden = `${prefix}bridge.weight` in arrays ? linear(network, 'bridge')(code) : code;
  let state: Parameters<RecurrentLayer['run']>[1] = { hidden };
  let row = readOut(hidden);
  const rows: string[] = [];
  for (let r = 0; r < R; r++) {
    state = layer.run(row, state);
    row = readOut(normalise(network, 'decoder.0', state.hidden));
    rows.push(row);
  }
  return rows.length > 1 ? graph.node('Concat', rows, { axis: 0 }) : row;
}
