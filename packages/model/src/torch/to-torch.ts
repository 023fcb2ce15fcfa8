/**
 * Weights under the names that PyTorch gives them. Layouts are PyTorch's everywhere in this package, so
 * that nothing is transposed: a recurrent weight has the gates of all units one below the other, LSTM in the
 * order i, f, g, o and GRU in the order r, z, n.
 *
 * Source: PyTorch 2.13, documentation of torch.nn.LSTM and torch.nn.GRU, "Variables".
 */
import type { NamedArray } from '@anodec/core';

/** Parts of a recurrent layer by our names. */
export const torchParts: Readonly<Record<string, string>> = {
  weightIh: 'weight_ih_l0',
  weightHh: 'weight_hh_l0',
  biasIh: 'bias_ih_l0',
  biasHh: 'bias_hh_l0',
};

/**
 * The arrays of a network as the state dict of a module whose attributes are `encoder` and `decoder`, each a
 * ModuleList of one-layer nn.LSTM or nn.GRU, those of a bidirectional encoder bidirectional; `encoder_norm` and
 * `decoder_norm`, each a ModuleList of nn.LayerNorm; and `output`, `bridge`, `code`, `mean`, `logVariance`, `combine` and,
 * without a bias, `attention`, each an nn.Linear, where the network has them. A second decoder is a module `second` with
 * the same attributes. Arrays of other kinds, such as those of a linear path, keep their names.
 */
export function toTorchWeights(
  arrays: Readonly<Record<string, NamedArray>>,
): Readonly<Record<string, NamedArray>> {
  return Object.fromEntries(
    Object.entries(arrays).map(([name, array]) => [torchName(name), array]),
  );
}

function torchName(name: string): string {
  const [, layer, reverse, part] = /^(.*?)(_reverse)?\.(\w+)$/.exec(name) ?? [];
  if (part in torchParts) return `${layer}.${torchParts[part]}${reverse ?? ''}`;
  return name.replace(/\.(\d+)_norm\./, '_norm.$1.');
}
