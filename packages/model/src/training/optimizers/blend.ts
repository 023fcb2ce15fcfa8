/** Running means of tensors. */
import { tf } from '@anodec/kernels';

/**
 * mean + share · (value − mean), of each pair, as new tensors; with a share of 1 copies of the values.
 *
 * @param means left alive, as are the values
 */
export function blend(
  means: readonly tf.Tensor[],
  values: readonly tf.Tensor[],
  share: number,
): tf.Tensor[] {
  if (share === 1) return values.map((value) => tf.clone(value));
  return means.map((mean, i) =>
    tf.tidy(() => tf.add(mean, tf.mul(tf.sub(values[i], mean), share))),
  );
}
