/**
 * Batch normalisation of channels, by the batch while a network learns, by running statistics where it is used.
 *
 * Source: Ioffe & Szegedy 2015, "Batch Normalization: Accelerating Deep Network Training by Reducing Internal
 * Covariate Shift". Epsilon, momentum and the running variance (by n − 1) are those of Keras 2.3.
 */
import { tf } from '@anodec/kernels';
import { constant } from './initial.js';
import type { BatchMoments, Layer, NamedTensors, Pass } from './layer.js';

/** Added to variances. */
export const BATCH_NORM_EPSILON = 1e-3;

/** Share of the running statistics that a batch leaves as it is. */
export const BATCH_NORM_MOMENTUM = 0.99;

type Save = (tensors: tf.Tensor[]) => void;

/**
 * Normalises with the moments of the batch, which take part in the gradient.
 *
 * @param input (..., C)
 * @param scale (C)
 * @param offset (C)
 * @param onMoments receives the moments, as constants
 */
export function normalizeByBatch(
  input: tf.Tensor,
  scale: tf.Tensor,
  offset: tf.Tensor,
  onMoments: (moments: BatchMoments) => void = () => {},
): tf.Tensor {
  const C = scale.size;
  const n = input.size / C;
  const operation = tf.customGrad((...args: unknown[]) => {
    const rows = tf.reshape(input, [n, C]);
    const mean = tf.mean(rows, 0);
    const variance = tf.mean(tf.squaredDifference(rows, mean), 0);
    onMoments({ mean: tf.clone(mean), variance: tf.mul(variance, n > 1 ? n / (n - 1) : 1) });
    (args.at(-1) as Save)([rows, mean, variance, scale]);
    const value = normalize(rows, mean, variance, { scale, offset });
    return { value: tf.reshape(value, input.shape), gradFunc: gradients };
  });
  return operation(input, scale, offset);
}

/** With respect to input, scale and offset. */
function gradients(dValue: tf.Tensor, [rows, mean, variance, scale]: tf.Tensor[]): tf.Tensor[] {
  const [n] = rows.shape;
  const dRows = tf.reshape(dValue, rows.shape);
  const normal = normalize(rows, mean, variance);
  const dOffset = tf.sum(dRows, 0);
  const dScale = tf.sum(tf.mul(dRows, normal), 0);
  const factor = tf.div(scale, tf.sqrt(tf.add(variance, BATCH_NORM_EPSILON)));
  // factor · (d − mean of d − normal · mean of d · normal), the last two as one product and one sum
  const a = tf.div(tf.mul(factor, dScale), -n);
  const b = tf.div(tf.mul(factor, dOffset), -n);
  const dInput = tf.add(tf.mul(dRows, factor), tf.add(tf.mul(normal, a), b));
  return [tf.reshape(dInput, dValue.shape), dScale, dOffset];
}

/**
 * Normalises with statistics kept from training; differentiable.
 *
 * @param input (..., C)
 * @param statistics (C) each
 */
export function normalizeByStatistics(
  input: tf.Tensor,
  statistics: { readonly mean: tf.Tensor; readonly variance: tf.Tensor },
  scale: tf.Tensor,
  offset: tf.Tensor,
): tf.Tensor {
  const factor = tf.div(scale, tf.sqrt(tf.add(statistics.variance, BATCH_NORM_EPSILON)));
  return tf.add(tf.mul(input, factor), tf.sub(offset, tf.mul(statistics.mean, factor)));
}

/** As a layer with the weights `NAME.scale`, `NAME.offset` and the statistics `NAME.mean`, `NAME.variance`. */
export function batchNorm(name: string): Layer {
  return (size) => {
    const shape = size.slice(-1);
    return {
      size,
      weights: {
        [`${name}.scale`]: { shape, isTrained: true, fill: constant(1) },
        [`${name}.offset`]: { shape, isTrained: true, fill: constant(0) },
        [`${name}.mean`]: { shape, isTrained: false, fill: constant(0) },
        [`${name}.variance`]: { shape, isTrained: false, fill: constant(1) },
      },
      run: (pass, input) => run(name, pass, input),
    };
  };
}

function run(name: string, { weights, learning }: Pass, input: tf.Tensor): tf.Tensor {
  const [scale, offset] = [weights[`${name}.scale`], weights[`${name}.offset`]];
  if (!learning) return normalizeByStatistics(input, statisticsOf(weights, name), scale, offset);
  return normalizeByBatch(input, scale, offset, (moments) => learning.keepMoments?.(name, moments));
}

function statisticsOf(weights: NamedTensors, name: string) {
  return { mean: weights[`${name}.mean`], variance: weights[`${name}.variance`] };
}

interface Affine {
  readonly scale: tf.Tensor;
  readonly offset: tf.Tensor;
}

/** One kernel for all of it. */
function normalize(rows: tf.Tensor, mean: tf.Tensor, variance: tf.Tensor, by?: Affine): tf.Tensor {
  return tf.batchNorm2d(
    rows as tf.Tensor2D,
    mean as tf.Tensor1D,
    variance as tf.Tensor1D,
    by?.offset as tf.Tensor1D | undefined,
    by?.scale as tf.Tensor1D | undefined,
    BATCH_NORM_EPSILON,
  );
}
