/** The decoders: from the code back to a window. */
import { addProduct, dense, recurrent, reshape, stackSteps, tf } from '@anodec/kernels';
import { drop, type NetworkContext, runLayer } from './layers.js';
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
    const sequence = runLayer(context, layer.name, input, { steps: W });
    return i < layers.length - 1 ? drop(context, sequence) : sequence;
  }, code);
  return context.config.linearOutput ? linearOutput(context, hidden) : hidden;
}

/**
 * The hidden state starts from the code, and the input at every row is the output of the row before; at the
 * first row it is the output of the starting state. One recurrent layer, whatever `numLayers` is.
 */
function decodeOwnOutput(context: NetworkContext, code: tf.Tensor, W: number): tf.Tensor {
  const { weights, config } = context;
  const hasBridge = 'bridge.weight' in weights;
  const start = hasBridge ? dense(code, weights['bridge.weight'], weights['bridge.bias']) : code;
  return config.cell === 'lstm'
    ? decodeFolded(context, start, W)
    : decodeStepwise(context, start, W);
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

/** The GRU's reset acts on the recurrent part alone, so nothing folds: one step at a time. */
function decodeStepwise(context: NetworkContext, start: tf.Tensor, W: number): tf.Tensor {
  const outputs: tf.Tensor[] = [];
  let hidden = start;
  for (let w = 0; w < W; w++) {
    const input = outputs.at(-1) ?? linearOutput(context, hidden);
    const initial = { hidden };
    hidden = runLayer(context, 'decoder.0', input, { steps: 1, initial, output: 'last' });
    outputs.push(linearOutput(context, hidden));
  }
  return stackSteps(outputs);
}

function linearOutput({ weights }: NetworkContext, hidden: tf.Tensor): tf.Tensor {
  return dense(hidden, weights['output.weight'], weights['output.bias']);
}
