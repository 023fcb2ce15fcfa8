/** Dropout as a layer: while a network learns, a seeded random part of the values is 0. */
import { dropout } from '@anodec/kernels';
import { type Layer, plainLayer } from './layer.js';

/** @param rate share of the values that is dropped, in [0, 1) */
export function dropoutLayer(rate: number): Layer {
  return plainLayer(({ learning }, input) =>
    learning ? dropout(input, rate, learning.dropout) : input,
  );
}
