/** Gradients of a large batch, taken in parts that fit into memory. */
import { checkStopped, createPause } from '@anodec/core';
import { tf } from '@anodec/kernels';
import { blend } from './optimizers/blend.js';
import type { NamedValues } from './trainable.js';

/** Losses of a batch, and the gradients of the first of them. */
export interface Differentiated {
  readonly losses: NamedValues;
  /** In the order of the weights; the caller disposes of them. */
  readonly gradients: readonly tf.Tensor[];
}

/** A part of a batch. */
export interface BatchPart<Batch> {
  readonly batch: Batch;
  /** What the losses are means over: readings. */
  readonly weight: number;
}

/**
 * Losses and gradients as they are of all parts at once, but for rounding: means over the parts by weight.
 *
 * @param parts at least one
 * @param differentiate called for one part after the other
 * @param signal looked at between two parts: a large batch takes long
 * @throws StoppedError when the signal is aborted
 */
export async function differentiateParts<Batch>(
  parts: readonly BatchPart<Batch>[],
  differentiate: (batch: Batch) => Promise<Differentiated>,
  signal?: AbortSignal,
): Promise<Differentiated> {
  const pause = createPause();
  let mean = await differentiate(parts[0].batch);
  let total = parts[0].weight;
  for (const { batch, weight } of parts.slice(1)) {
    await pause();
    if (signal?.aborted) tf.dispose([...mean.gradients]);
    checkStopped(signal, 'training');
    const next = await differentiate(batch);
    total += weight;
    const share = weight / total;
    const gradients = blend(mean.gradients, next.gradients, share);
    tf.dispose([...mean.gradients, ...next.gradients]);
    mean = { losses: blendValues(mean.losses, next.losses, share), gradients };
  }
  return mean;
}

function blendValues(means: NamedValues, values: NamedValues, share: number): NamedValues {
  return Object.fromEntries(
    Object.entries(means).map(([name, mean]) => [name, mean + share * (values[name] - mean)]),
  );
}
