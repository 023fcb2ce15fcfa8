/** What discriminator and generator each lower. */
import { tf } from '@anodec/kernels';
import { binaryCrossEntropy, classCrossEntropy } from '../layers/losses.js';
import type { Judgement } from '../networks/variant.js';

/** A loss and its parts, in nats, or where it is a Wasserstein distance in the unit of its critic. */
export interface GanLoss {
  /** What is lowered. */
  readonly total: tf.Scalar;
  /** Cross-entropy of real or generated, or the difference of a critic's values. */
  readonly validity: tf.Scalar;
  /** Cross-entropy of the classes, where they are told apart. */
  readonly classes?: tf.Scalar;
  /** The gradient penalty of a critic, without its weight. */
  readonly penalty?: tf.Scalar;
}

/**
 * The loss of one batch of days that are all real, all generated, or are to pass as real:
 * (1 − w) · validity + w · classes.
 *
 * @param labels (B), the classes that days are of
 * @param classWeight w; 0 where there is one class, which leaves a plain GAN
 */
export function judgementLoss(
  { validity, classes }: Judgement,
  target: 0 | 1,
  labels: tf.Tensor,
  classWeight: number,
): GanLoss {
  const valid = binaryCrossEntropy(validity, target);
  if (!classes) return { total: valid, validity: valid };
  const named = classCrossEntropy(classes, labels);
  const total = tf.add<tf.Scalar>(tf.mul(valid, 1 - classWeight), tf.mul(named, classWeight));
  return { total, validity: valid, classes: named };
}

/** The mean of two losses. */
export function meanLosses(a: GanLoss, b: GanLoss): GanLoss {
  return {
    total: meanOf(a.total, b.total),
    validity: meanOf(a.validity, b.validity),
    ...(a.classes && b.classes && { classes: meanOf(a.classes, b.classes) }),
  };
}

function meanOf(a: tf.Scalar, b: tf.Scalar): tf.Scalar {
  return tf.mul<tf.Scalar>(tf.add(a, b), 0.5);
}
