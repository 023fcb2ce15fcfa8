/** Days generated while a network learns, from the same random numbers each time, so that they can be compared. */
import { createRandom } from '@anodec/core';
import { tf } from '@anodec/kernels';
import type { SettledConfig } from '../config.js';
import { type BuiltGan, networksOf } from '../gan-networks.js';
import type { WeightArrays } from '../weights.js';

/** Days of each class. */
export const SAMPLES_PER_CLASS = 4;

/** Generated days, class after class. */
export interface Samples {
  /** (classes · SAMPLES_PER_CLASS, width), scaled */
  readonly days: Float32Array;
  /** The class of each. */
  readonly labels: Int32Array;
}

/** Generates days with the weights as they are. */
export async function generateSamples(
  built: BuiltGan,
  arrays: WeightArrays,
  { seed, latentSize }: SettledConfig,
): Promise<Samples> {
  const { classes } = built.sizes;
  const count = classes * SAMPLES_PER_CLASS;
  const random = createRandom(seed).stream('samples');
  const latent = Float32Array.from({ length: count * latentSize }, () => random.normal());
  const labels = Int32Array.from({ length: count }, (_, i) => Math.floor(i / SAMPLES_PER_CLASS));
  const networks = networksOf(built, arrays);
  const days = tf.tidy(() =>
    networks.generate(tf.tensor2d(latent, [count, latentSize]), tf.tensor1d(labels, 'int32')),
  );
  const values = (await days.data<'float32'>()).slice();
  days.dispose();
  networks.dispose();
  return { days: values, labels };
}

/** A line for each day: its class, then its values. */
export function samplesCsv(
  { days, labels }: Samples,
  unscale: (days: Float32Array) => Float32Array,
): string {
  const values = unscale(days);
  const width = values.length / labels.length;
  const lines = Array.from(labels, (label, i) =>
    [label, ...values.subarray(i * width, (i + 1) * width)].join(','),
  );
  return `${lines.join('\n')}\n`;
}
