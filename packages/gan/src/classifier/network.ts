/** The network of the classifier: two convolutions, a dense layer, and a logit for each class, as in the original. */
import { mishLayer } from '../layers/activations.js';
import { convolution, flattened, reshaped } from '../layers/convolution.js';
import { denseLayer } from '../layers/dense.js';
import type { BuiltLayer } from '../layers/layer.js';
import { feature, sequential } from '../layers/sequential.js';
import { relativeTo } from '../networks/capacity.js';

/** Builds it for days (B, width); the result is logits, (B, classes). The feature `dense` is (B, 1024 · capacity). */
export function buildClassifier(width: number, classes: number, capacity: number): BuiltLayer {
  const units = relativeTo(capacity);
  return sequential(
    reshaped(width, 1),
    convolution('classifier.conv1', { filters: units(64), size: 15, stride: 2 }),
    mishLayer,
    convolution('classifier.conv2', { filters: units(128), size: 5, stride: 2 }),
    mishLayer,
    flattened,
    denseLayer('classifier.dense', units(1024)),
    mishLayer,
    feature('dense'),
    denseLayer('classifier.classes', classes),
  )([width]);
}
