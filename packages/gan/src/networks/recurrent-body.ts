/** The recurrent body of discriminators: three bidirectional layers, then a dense one. */
import { mishLayer } from '../layers/activations.js';
import { bidirectional } from '../layers/bidirectional.js';
import { denseLayer } from '../layers/dense.js';
import type { BuiltLayer } from '../layers/layer.js';
import { feature, sequential } from '../layers/sequential.js';
import { relativeTo } from './capacity.js';
import { rowsOf } from './convolutional-generator.js';
import type { GanSizes } from './variant.js';

/** Hidden states of each direction, and outputs of the dense layer. */
const UNITS = 64;

/**
 * Each layer is followed by Mish; the last one hands on the final state of each direction. Features are `recurrent1`,
 * `recurrent2` (B, width, 128), `recurrent3` (B, 128) and `dense` (B, 64).
 */
export function recurrentBody(sizes: GanSizes): BuiltLayer {
  const { channels, cell, capacity } = sizes;
  const units = relativeTo(capacity)(UNITS);
  const layer = (name: string, output: 'sequence' | 'last') =>
    sequential(
      bidirectional(`discriminator.${name}`, { cell, units, output }),
      mishLayer,
      feature(name),
    );
  return sequential(
    layer('recurrent1', 'sequence'),
    layer('recurrent2', 'sequence'),
    layer('recurrent3', 'last'),
    denseLayer('discriminator.dense', units),
    mishLayer,
    feature('dense'),
  )([rowsOf(sizes), channels]);
}
