/** The encoder as operators: from windows to their codes, and to the states that attention reads. */
import { layersOf, linear, type NetworkGraph, normalise, take } from './layers.js';

/** What an encoder makes of windows. */
export interface Encoding {
  /** (1, B, E); of a variational network the mean of its distribution. */
  readonly code: string;
  /** (W, B, K), the outputs of the last layer, with two directions of both. */
  readonly memory: string;
}

/** @param windows (W, B, C) */
export function encodeWindows(network: NetworkGraph, windows: string): Encoding {
  const { graph, config } = network;
  const directions = config.bidirectional ? ['', '_reverse'] : [''];
  const layers = directions.map((direction) => layersOf(network, 'encoder', direction));
  const join = (values: readonly string[]): string =>
    values.length > 1 ? graph.node('Concat', values, { axis: 2 }) : values[0];
  let memory = windows;
  let state = windows;
  for (let i = 0; i < layers[0].length; i++) {
    const results = layers.map((direction) => direction[i].run(memory));
    memory = normalise(network, `encoder.${i}`, join(results.map(({ sequence }) => sequence)));
    state = join(results.map(({ hidden }) => hidden)); // each direction's own last one
  }
  const last = normalise(network, `encoder.${layers[0].length - 1}`, state);
  return { code: codeOf(network, last), memory };
}

function codeOf(network: NetworkGraph, state: string): string {
  const { variational, bidirectional } = network.config;
  if (!variational) return bidirectional ? linear(network, 'code')(state) : state;
  for (const part of ['weight', 'bias']) take(network, `logVariance.${part}`); // scores need the mean alone
  return linear(network, 'mean')(state);
}
