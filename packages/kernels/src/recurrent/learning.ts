/** Whether what a layer computes will be needed to go back through it. */
import { tf } from '../tensorflow.js';

/**
 * Whether a tape records, so that gradients will be asked for. In scoring none does, and what only the backward
 * pass needs, most of the memory traffic of a layer, is not written.
 */
export function isLearning(): boolean {
  return tf.engine().state.gradientDepth > 0;
}
