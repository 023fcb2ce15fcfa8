/** The decoders: from the code back to a window. */
import {
  addProduct,
  dense,
  recurrent,
  type RecurrentState,
  recurrentStep,
  replaceRows,
  reshape,
  stackSteps,
  tf,
} from '@anodec/kernels';
import type { Encoding } from './encoder.js';
import {
  drop,
  layerWeights,
  type NetworkContext,
  normalise,
  recurrentMask,
  runLayer,
} from './layers.js';
import { readOut } from './read-out.js';
import { decoderLayers } from './shapes.js';
import type { Teacher } from './teacher-forcing.js';

/** The code and what else a decoder reads. */
export interface DecoderInput extends Encoding {
  /** C */
  readonly channels: number;
  /** R, rows to decode. */
  readonly rows: number;
  /** True rows to read; only in training with teacher forcing. */
  readonly teacher?: Teacher;
}

/** The first R rows that are decoded, (B, R, C). */
type Decoder = (context: NetworkContext, input: DecoderInput) => tf.Tensor;

/** To add a decoder: one function, one line here, its name in the settings. */
export const decoders = {
  repeat: decodeRepeated,
  autoregressive: decodeOwnOutput,
} satisfies Record<string, Decoder>;

/** The input at every row is the code. */
function decodeRepeated(context: NetworkContext, input: DecoderInput): tf.Tensor {
  const layers = decoderLayers(context.config, input.channels);
  const hidden = layers.reduce((below, layer, i) => {
    // the code itself needs no repeating: its product is the same at every step
    const rows = runLayer(context, layer.name, below, { steps: input.rows });
    const sequence = normalise(context, layer.name, rows);
    return i < layers.length - 1 ? drop(context, sequence) : sequence;
  }, input.code);
  return context.config.linearOutput ? readOut(context, hidden, input.memory) : hidden;
}

/**
 * The hidden state starts from the code, and the input at every row is the output of the row before; at the
 * first row it is the output of the starting state. One recurrent layer, whatever `numLayers` is.
 */
function decodeOwnOutput(context: NetworkContext, input: DecoderInput): tf.Tensor {
  const { weights } = context;
  const hasBridge = 'bridge.weight' in weights;
  const start = hasBridge
    ? dense(input.code, weights['bridge.weight'], weights['bridge.bias'])
    : input.code;
  if (input.teacher && !input.teacher.chosen) return decodeTrueRows(context, start, input);
  return folds(context) && !input.teacher
    ? decodeFolded(context, start, input.rows)
    : decodeStepwise(context, start, input);
}

/**
 * Whether the output of a row is a linear function of its hidden state and goes into the products of the next
 * row alone; the reset of a GRU lies between its two products.
 */
function folds({ config, dropout }: NetworkContext): boolean {
  const { cell, layerNorm, attention, recurrentDropout } = config;
  const isMasked = recurrentDropout > 0 && dropout !== undefined;
  return cell === 'lstm' && !layerNorm && attention === 'none' && !isMasked;
}

/**
 * Feeding back a linear output is a recurrence without input: with y = V·h + v the gates are
 * (weightHh + weightIh·V)·h + biasHh + biasIh + weightIh·v.
 */
function decodeFolded(context: NetworkContext, start: tf.Tensor, R: number): tf.Tensor {
  const { weights } = context;
  const weightIh = weights['decoder.0.weightIh'];
  const V = weights['output.weight'];
  const v = weights['output.bias'];
  const rows = weightIh.shape[0];
  const biasIh = reshape(weights['decoder.0.biasIh'], [rows, 1]);
  const folded = {
    weightIh: tf.zeros([rows, 1]),
    weightHh: addProduct(weights['decoder.0.weightHh'], weightIh, V),
    biasIh: reshape(addProduct(biasIh, weightIh, reshape(v, [v.size, 1])), [rows]),
    biasHh: weights['decoder.0.biasHh'],
  };
  const nothing = tf.zeros([start.shape[0], 1]);
  const options = { steps: R, initial: { hidden: start }, inputGradient: false };
  return readOut(context, recurrent('lstm', nothing, folded, options));
}

/** All inputs are known, but that of the first row, which is the output of the starting state. */
function decodeTrueRows(
  context: NetworkContext,
  start: tf.Tensor,
  { rows: R, memory, teacher }: DecoderInput,
): tf.Tensor {
  const first = readOut(context, start, memory);
  const inputs = stackSteps([first, ...(teacher?.rows ?? []).slice(0, R - 1)]);
  const hidden = runLayer(context, 'decoder.0', inputs, { initial: { hidden: start } });
  return readOut(context, normalise(context, 'decoder.0', hidden), memory);
}

/** One row at a time. */
function decodeStepwise(
  context: NetworkContext,
  start: tf.Tensor,
  { rows: R, memory, teacher }: DecoderInput,
): tf.Tensor {
  const layer = layerWeights(context, 'decoder.0');
  const hiddenMask = recurrentMask(context, 'decoder.0', start.shape[0]);
  const outputs: tf.Tensor[] = [];
  let state: RecurrentState = { hidden: start };
  for (let r = 0; r < R; r++) {
    const own = outputs.at(-1) ?? readOut(context, start, memory);
    const chosen = teacher?.chosen?.[r - 1];
    const input = chosen ? replaceRows(own, chosen, teacher.rows[r - 1]) : own;
    state = recurrentStep(context.config.cell, input, layer, state, hiddenMask && { hiddenMask });
    outputs.push(readOut(context, normalise(context, 'decoder.0', state.hidden), memory));
  }
  return stackSteps(outputs);
}
