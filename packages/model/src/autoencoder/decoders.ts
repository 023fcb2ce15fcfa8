/** The decoders: from the code back to a window. */
import {
  addProduct,
  dense,
  recurrent,
  type RecurrentState,
  recurrentStep,
  reshape,
  stackSteps,
  tf,
} from '@anodec/kernels';
import {
  drop,
  layerWeights,
  type NetworkContext,
  normalise,
  recurrentMask,
  runLayer,
} from './layers.js';
import { decoderLayers } from './shapes.js';

/** (B, E) to the first W rows that it decodes, (B, W, C). */
type Decoder = (context: NetworkContext, code: tf.Tensor, W: number, C: number) => tf.Tensor;

/** To add a decoder: one function, one line here, its name in the settings. */
export const decoders = {
  repeat: decodeRepeated,
  autoregressive: decodeOwnOutput,
} satisfies Record<string, Decoder>;

/** The input at every row is the code. */
function decodeRepeated(context: NetworkContext, code: tf.Tensor, W: number, C: number): tf.Tensor {
  const layers = decoderLayers(context.config, C);
  const hidden = layers.reduce((input, layer, i) => {
    // the code itself needs no repeating: its product is the same at every step
    const rows = runLayer(context, layer.name, input, { steps: W });
    const sequence = normalise(context, layer.name, rows);
    return i < layers.length - 1 ? drop(context, sequence) : sequence;
  }, code);
  return context.config.linearOutput ? linearOutput(context, hidden) : hidden;
}

/**
 * The hidden state starts from the code, and the input at every row is the output of the row before; at the
 * first row it is the output of the starting state. One recurrent layer, whatever `numLayers` is.
 */
function decodeOwnOutput(context: NetworkContext, code: tf.Tensor, W: number): tf.Tensor {
  const { weights, config, dropout } = context;
  const hasBridge = 'bridge.weight' in weights;
  const start = hasBridge ? dense(code, weights['bridge.weight'], weights['bridge.bias']) : code;
  const isMasked = config.recurrentDropout > 0 && dropout !== undefined;
  const folds = config.cell === 'lstm' && !config.layerNorm && !isMasked;
  return folds ? decodeFolded(context, start, W) : decodeStepwise(context, start, W);
}

/**
 * Feeding back a linear output is a recurrence without input: with y = V·h + v the gates are
 * (weightHh + weightIh·V)·h + biasHh + biasIh + weightIh·v.
 */
function decodeFolded(context: NetworkContext, start: tf.Tensor, W: number): tf.Tensor {
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
  const options = { steps: W, initial: { hidden: start }, inputGradient: false };
  return linearOutput(context, recurrent('lstm', nothing, folded, options));
}

/**
 * One step at a time, where nothing folds: the reset of a GRU acts on the recurrent part alone, and a mask or a
 * normalisation lies between the state and what reads it.
 */
function decodeStepwise(context: NetworkContext, start: tf.Tensor, W: number): tf.Tensor {
  const layer = layerWeights(context, 'decoder.0');
  const hiddenMask = recurrentMask(context, 'decoder.0', start.shape[0]);
  const outputs: tf.Tensor[] = [];
  let state: RecurrentState = { hidden: start };
  for (let w = 0; w < W; w++) {
    const input = outputs.at(-1) ?? linearOutput(context, start);
    state = recurrentStep(context.config.cell, input, layer, state, hiddenMask && { hiddenMask });
    outputs.push(linearOutput(context, normalise(context, 'decoder.0', state.hidden)));
  }
  return stackSteps(outputs);
}

function linearOutput({ weights }: NetworkContext, hidden: tf.Tensor): tf.Tensor {
  return dense(hidden, weights['output.weight'], weights['output.bias']);
}
