/** The last layers of discriminators: whether a day is real, and which class it is of. */
import { tf } from '@anodec/kernels';
import { denseLayer } from '../layers/dense.js';
import type { Pass, Size, Weights } from '../layers/layer.js';
import type { Judgement } from './variant.js';

/** Last layers for an input of some size. */
export interface Heads {
  readonly weights: Weights;
  /** @param input (B, N) */
  judge(pass: Pass, input: tf.Tensor): Judgement;
}

/**
 * A dense layer for real or generated, `discriminator.validity`, and one for the classes, `discriminator.classes`.
 *
 * The features `logits` and `classes` are the logits and the probabilities of the classes, (B, K).
 *
 * @param classes absent where the discriminator does not tell them apart
 */
export function headsOf(input: Size, classes?: number): Heads {
  const validity = denseLayer('discriminator.validity', 1)(input);
  const named =
    classes === undefined ? undefined : denseLayer('discriminator.classes', classes)(input);
  return {
    weights: { ...validity.weights, ...named?.weights },
    judge(pass, values) {
      const logits = named?.run(pass, values);
      if (logits && pass.features) {
        pass.features.logits = logits;
        pass.features.classes = tf.softmax(logits);
      }
      return { validity: validity.run(pass, values), ...(logits && { classes: logits }) };
    },
  };
}
