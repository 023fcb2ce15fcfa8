/** The encoder: from a window to the code, and to the states that attention reads. */
import { dense, finalHidden, joinFeatures, reparameterise, tf } from '@anodec/kernels';
import { drop, type NetworkContext, normalise, runLayer } from './layers.js';
import { directionsOf, encoderLayers } from './shapes.js';

/** Independent normal distributions of the E values of a code. */
export interface CodeDistribution {
  /** (B, E) */
  readonly mean: tf.Tensor;
  /** (B, E) */
  readonly logVariance: tf.Tensor;
}

/** What the encoder makes of windows. */
export interface Encoding {
  /** (B, E) */
  readonly code: tf.Tensor;
  /** What the code was drawn from; only of a variational network. */
  readonly distribution?: CodeDistribution;
  /** (B, W, K), the outputs of the last layer, K = E or 2E; only where the decoder attends to them. */
  readonly memory?: tf.Tensor;
}

/**
 * Encodes windows. The code is the last hidden state of the last layer; with two directions a linear function
 * of each direction's own last one, both of which have read the whole window. Of a variational network they give
 * a distribution instead: the code is drawn from it in training, and its mean elsewhere.
 *
 * @param input (B, W, C)
 */
export function encode(context: NetworkContext, input: tf.Tensor): Encoding {
  const names = encoderLayers(context.config, input.shape[2] ?? 1).map(({ name }) => name);
  const top = names[names.length - 1];
  let sequence = input;
  for (const name of names.slice(0, -1)) {
    const rows = runDirections(context, name, sequence, { inputGradient: sequence !== input });
    sequence = drop(context, normalise(context, name, joinFeatures(rows)));
  }
  const { last, rows } = runTop(context, top, sequence);
  const state = normalise(context, top, joinFeatures(last));
  return {
    ...codeOf(context, state),
    ...(rows && { memory: normalise(context, top, joinFeatures(rows)) }),
  };
}

function codeOf(context: NetworkContext, state: tf.Tensor): Encoding {
  const { config, weights, dropout } = context;
  const linear = (name: string) => dense(state, weights[`${name}.weight`], weights[`${name}.bias`]);
  if (!config.variational) return { code: config.bidirectional ? linear('code') : state };
  const distribution = { mean: linear('mean'), logVariance: linear('logVariance') };
  const { mean, logVariance } = distribution;
  if (!dropout) return { code: mean, distribution };
  const random = dropout.stream('noise');
  const noise = Float32Array.from({ length: mean.size }, () => random.normal());
  return {
    code: reparameterise(mean, logVariance, tf.tensor(noise, mean.shape)),
    distribution,
  };
}

/** The last layer: each direction's last state, and all of its states where the decoder attends to them. */
function runTop(
  context: NetworkContext,
  name: string,
  input: tf.Tensor,
): { readonly last: readonly tf.Tensor[]; readonly rows?: readonly tf.Tensor[] } {
  if (context.config.attention === 'none') {
    return { last: runDirections(context, name, input, { output: 'last' }) };
  }
  const rows = runDirections(context, name, input, {});
  return { last: rows.map((states, d) => finalHidden(states, d === 1)), rows };
}

/** A layer in each of its directions. */
function runDirections(
  context: NetworkContext,
  name: string,
  input: tf.Tensor,
  options: { readonly output?: 'last'; readonly inputGradient?: boolean },
): readonly tf.Tensor[] {
  return directionsOf(context.config).map((direction, d) =>
    runLayer(context, name + direction, input, { ...options, reverse: d === 1 }),
  );
}
