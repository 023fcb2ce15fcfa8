/** Dropout as a layer: while a network learns, a seeded random part of the values is 0. */
import { hashedDropout } from '@anodec/kernels';
import { type Layer, plainLayer } from './layer.js';

/** @param rate share of the values that is dropped, in [0, 1) */
export function dropoutLayer(rate: number): Layer {
  return plainLayer(({ learning }, input) =>
    learning ? hashedDropout(input, rate, learning.dropout.integer(2 ** 32)) : input,
  );
}
