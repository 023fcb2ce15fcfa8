/** The parameters of recurrent layers by PyTorch's names, so that a state_dict can be used as it is. */
import { ConfigError } from '@anodec/core';
import { tf } from '../tensorflow.js';
import type { RecurrentWeights } from './recurrent.js';

/**
 * `weight_ih_l0` (GH, I), `weight_hh_l0` (GH, H), `bias_ih_l0` and `bias_hh_l0` (GH) of the first
 * layer, `..._l1` of the second, `..._l0_reverse` of the direction from the last row to the first.
 * All biases may be omitted together. Layers after the first have D · H inputs, for D directions.
 */
export type RecurrentParameters = Readonly<Record<string, tf.Tensor>>;

const NAME = /^(?:weight|bias)_[ih]h_l(\d+)(_reverse)?$/;

/**
 * Sorts parameters by layer, and in each layer by direction, forward first.
 *
 * @throws ConfigError when a name is unknown or one that belongs to the others is missing
 */
export function layersOf(parameters: RecurrentParameters): RecurrentWeights[][] {
  const names = Object.keys(parameters);
  const unknown = names.find((name) => !NAME.test(name));
  if (unknown !== undefined) {
    throw new ConfigError(
      `Parameters must be named as those of torch.nn.LSTM and torch.nn.GRU, such as weight_ih_l0, ` +
        `got ${unknown}.`,
    );
  }
  const layerCount = Math.max(0, ...names.map((name) => Number(NAME.exec(name)?.[1]))) + 1;
  const suffixes = names.some((name) => name.endsWith('_reverse')) ? ['', '_reverse'] : [''];
  const withBias = names.some((name) => name.startsWith('bias'));
  return Array.from({ length: layerCount }, (_, layer) =>
    suffixes.map((suffix) => directionOf(parameters, `l${layer}${suffix}`, withBias)),
  );
}

function directionOf(
  parameters: RecurrentParameters,
  suffix: string,
  withBias: boolean,
): RecurrentWeights {
  const read = (name: string) => {
    const tensor = parameters[`${name}_${suffix}`];
    if (tensor) return tensor;
    const got = Object.keys(parameters).join(', ') || 'none';
    throw new ConfigError(`Parameters must hold ${name}_${suffix}, got ${got}.`);
  };
  const weightIh = read('weight_ih');
  const bias = (name: string) => (withBias ? read(name) : tf.zeros([weightIh.shape[0]]));
  return {
    weightIh,
    weightHh: read('weight_hh'),
    biasIh: bias('bias_ih'),
    biasHh: bias('bias_hh'),
  };
}
