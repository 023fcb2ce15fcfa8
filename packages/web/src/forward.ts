/**
 * The forward pass of a network in plain TypeScript, for browsers: a window at a time, in double precision over
 * the float32 weights of the run.
 *
 * TensorFlow.js with its kernels would more than double the page for the same numbers. Results differ from those of the other backends
 * by the rounding of single precision, about one part in a million.
 */
import { DataError } from '@anodec/core';
import {
  type Arrays,
  type CellName,
  dataOf,
  emptyState,
  type Layer,
  layersOf,
  linearOf,
  type Map,
  multiply,
  normOf,
  runLayer,
  type Step,
  steps,
  type Vector,
} from './layers.js';

/** What of the settings decides how a network computes. */
export interface NetworkSettings {
  readonly cell: CellName;
  readonly decoder: 'repeat' | 'autoregressive';
  readonly linearOutput: boolean;
  readonly bidirectional: boolean;
  readonly variational: boolean;
  readonly attention: 'none' | 'dot' | 'general';
  readonly direction: 'forward' | 'both';
}

/** What an encoder makes of a window: the code (E), and its outputs at all rows, (W, K). */
interface Encoding {
  readonly code: Vector;
  readonly memory: readonly Float64Array[];
}

/** The first R rows of a decoder, (R, C). */
type Decode = (encoding: Encoding, R: number) => Float64Array;

/** The output of hidden states; with attention also of the outputs of the encoder. */
type ReadOut = (hidden: Float64Array, memory: readonly Float64Array[]) => Float64Array;

/**
 * Makes the function that reconstructs a window.
 *
 * @returns takes a complete window (W, C) and the number R of rows to decode; gives (R, C) of each decoder in the order
 *   of decoding, the last row of the window first where the network was trained on reversed windows; a second decoder
 *   decodes in the other order
 * @throws DataError when the arrays are not those of such a network
 */
export function createReconstruction(
  settings: NetworkSettings,
  arrays: Arrays,
): (window: Float32Array, R: number) => Float64Array[] {
  const encode = createEncoder(settings, arrays);
  const decoders = [createDecoder(settings, arrays)];
  if (settings.direction === 'both') {
    decoders.push(createDecoder(settings, arraysBehind(arrays, 'second.')));
  }
  return (window, R) => {
    const encoding = encode(window);
    return decoders.map((decode) => decode(encoding, R));
  };
}

function createEncoder(
  { cell, bidirectional, variational }: NetworkSettings,
  arrays: Arrays,
): (window: Float32Array) => Encoding {
  const step = steps[cell];
  const directions = (bidirectional ? ['', '_reverse'] : ['']).map((direction) =>
    layersOf(arrays, 'encoder', direction),
  );
  const norms = directions[0].map((_, i) => normOf(arrays, `encoder.${i}`));
  const head = variational ? 'mean' : bidirectional ? 'code' : undefined;
  const toCode = head === undefined ? undefined : linearOf(arrays, head);
  return (window) => {
    const C = directions[0][0].I;
    let memory: Float64Array[] = Array.from({ length: window.length / C }, (_, w) =>
      Float64Array.from(window.subarray(w * C, (w + 1) * C)),
    );
    let state = memory[0];
    for (const [i, norm] of norms.entries()) {
      const rows = directions.map((layers, d) => runLayer(step, layers[i], memory, d === 1));
      // each direction's own last state has read the whole window
      state = norm(joinVectors(rows.map((states, d) => states[d === 1 ? 0 : states.length - 1])));
      memory = rows[0].map((_, w) => norm(joinVectors(rows.map((states) => states[w]))));
    }
    return { code: toCode ? toCode(state) : state, memory };
  };
}

function createDecoder(settings: NetworkSettings, arrays: Arrays): Decode {
  const layers = layersOf(arrays, 'decoder');
  const parts: DecoderParts = {
    step: steps[settings.cell],
    layers,
    norms: layers.map((_, i) => normOf(arrays, `decoder.${i}`)),
    readOut: settings.linearOutput ? createReadOut(settings, arrays) : undefined,
    bridge: 'bridge.weight' in arrays ? linearOf(arrays, 'bridge') : undefined,
  };
  return settings.decoder === 'repeat' ? decodeRepeated(parts) : decodeOwnOutput(parts);
}

interface DecoderParts {
  readonly step: Step;
  readonly layers: readonly Layer[];
  readonly norms: readonly ((outputs: Float64Array) => Float64Array)[];
  readonly readOut: ReadOut | undefined;
  readonly bridge: Map | undefined;
}

/** The input at every row is the code. */
function decodeRepeated({ step, layers, norms, readOut }: DecoderParts): Decode {
  return ({ code, memory }, R) => {
    let rows: Float64Array[] = Array.from({ length: R }, () => Float64Array.from(code));
    for (const [i, layer] of layers.entries()) rows = runLayer(step, layer, rows).map(norms[i]);
    return joinVectors(readOut ? rows.map((hidden) => readOut(hidden, memory)) : rows);
  };
}

/** The input at every row is the output of the row before; the first is that of the starting state. */
function decodeOwnOutput({ step, layers, norms, readOut, bridge }: DecoderParts): Decode {
  const [layer] = layers;
  const [norm] = norms;
  if (!readOut)
    throw new DataError('An autoregressive decoder must have a linear output, got none.');
  return ({ code, memory }, R) => {
    const state = emptyState(layer);
    state.hidden.set(bridge ? bridge(code) : Float64Array.from(code));
    const rows: Float64Array[] = [];
    for (let r = 0; r < R; r++) {
      step(layer, rows[r - 1] ?? readOut(state.hidden, memory), state);
      rows.push(readOut(norm(state.hidden), memory));
    }
    return joinVectors(rows);
  };
}

/**
 * With attention hidden states are first replaced by tanh(combine · [context; hidden]), where the context is the mean of
 * the memory's rows weighted by the softmax of their dot products with the state.
 *
 * Source: Luong, Pham & Manning 2015, "Effective Approaches to Attention-based Neural Machine Translation".
 */
function createReadOut({ attention }: NetworkSettings, arrays: Arrays): ReadOut {
  const output = linearOf(arrays, 'output');
  if (attention === 'none') return output;
  const combine = linearOf(arrays, 'combine');
  const general = attention === 'general' ? dataOf(arrays, 'attention.weight') : undefined;
  return (hidden, memory) => {
    const context = attend(general ? multiply(general, hidden) : hidden, memory);
    return output(combine(joinVectors([context, hidden])).map(Math.tanh));
  };
}

function attend(query: Float64Array, memory: readonly Float64Array[]): Float64Array {
  const scores = memory.map((row) => row.reduce((sum, value, k) => sum + value * query[k], 0));
  const largest = Math.max(...scores); // exp must not overflow
  const weights = scores.map((score) => Math.exp(score - largest));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return query.map((_, k) =>
    memory.reduce((sum, row, w) => sum + (weights[w] / total) * row[k], 0),
  );
}

/** Those arrays whose names begin with this, without it. */
function arraysBehind(arrays: Arrays, prefix: string): Arrays {
  const own = Object.entries(arrays).filter(([name]) => name.startsWith(prefix));
  return Object.fromEntries(own.map(([name, array]) => [name.slice(prefix.length), array]));
}

function joinVectors(vectors: readonly Float64Array[]): Float64Array {
  if (vectors.length === 1) return vectors[0];
  const joined = new Float64Array(vectors.reduce((size, vector) => size + vector.length, 0));
  let at = 0;
  for (const vector of vectors) {
    joined.set(vector, at);
    at += vector.length;
  }
  return joined;
}
