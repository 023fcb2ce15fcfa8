/** The encoder: from a window to the code. */
import { dense, joinDirections, type tf } from '@anodec/kernels';
import { drop, type NetworkContext, normalise, runLayer } from './layers.js';
import { directionsOf, encoderLayers } from './shapes.js';

/**
 * (B, W, C) to the code, (B, E): the last hidden state of the last layer; with two directions a linear function
 * of each direction's own last one, of the whole window both.
 */
export function encode(context: NetworkContext, input: tf.Tensor): tf.Tensor {
  const { config, weights } = context;
  const layers = encoderLayers(config, input.shape[2] ?? 1);
  const last = layers.reduce((sequence, { name }, i) => {
    const isLast = i === layers.length - 1;
    const options = {
      output: isLast ? 'last' : 'sequence',
      inputGradient: i > 0, // the gradient of the readings is not needed
    } as const;
    const joined = joinDirections(
      directionsOf(config).map((direction, d) =>
        runLayer(context, name + direction, sequence, { ...options, reverse: d === 1 }),
      ),
    );
    const hidden = normalise(context, name, joined);
    return isLast ? hidden : drop(context, hidden);
  }, input);
  return config.bidirectional ? dense(last, weights['code.weight'], weights['code.bias']) : last;
}
