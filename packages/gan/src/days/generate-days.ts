/** New days of every class from random numbers. TensorFlow.js is loaded on first use. */
import { ConfigError, createRandom, type Listeners, runWork } from '@anodec/core';
import type { Gan } from '../gan.js';
import { unscaleDays } from '../scaling.js';

/** Days made at once. */
const BATCH = 64;

/** Generated days, class after class. */
export interface GeneratedDays {
  /** (classes · count, width), in the unit of the device. */
  readonly days: Float32Array;
  /** (classes · count), the class of each. */
  readonly labels: Int32Array;
  /** (classes · count), the number of each within its class, from 0. */
  readonly numbers: Int32Array;
}

/**
 * Generates days of every class. A backend must have been started (`startCompute` of `@anodec/model`).
 *
 * Each day has random numbers of its own, so that the first days stay the same when more are made.
 *
 * @param count days of each class
 * @throws ConfigError when `count` is no whole number above 0
 * @throws StoppedError on an abort
 */
export async function generateDays(
  gan: Gan,
  count: number,
  seed: number,
  listeners: Listeners = {},
): Promise<GeneratedDays> {
  if (!Number.isInteger(count) || count < 1) {
    throw new ConfigError(`The days of each class must be a whole number above 0, got ${count}.`);
  }
  const { classes, width } = gan;
  const total = classes * count;
  const scaled = new Float32Array(total * width);
  await runWork(listeners, { label: 'Generating days', total, unit: 'days' }, async (work) => {
    for (let label = 0; label < classes; label++) {
      for (let first = 0; first < count; first += BATCH) {
        const numbers = Array.from({ length: Math.min(BATCH, count - first) }, (_, i) => first + i);
        scaled.set(await generateBatch(gan, label, numbers, seed), (label * count + first) * width);
        await work.piece(label * count + first + numbers.length);
      }
    }
  });
  return {
    days: unscaleDays(scaled, gan),
    labels: Int32Array.from({ length: total }, (_, n) => Math.floor(n / count)),
    numbers: Int32Array.from({ length: total }, (_, n) => n % count),
  };
}

/** Days of one class by their numbers. @returns (numbers, width), scaled */
async function generateBatch(
  gan: Gan,
  label: number,
  numbers: readonly number[],
  seed: number,
): Promise<Float32Array> {
  const { tf } = await import('@anodec/kernels');
  const networks = gan.networksOf(label);
  const L = networks.latentSize;
  const latent = new Float32Array(numbers.length * L);
  for (const [i, number] of numbers.entries()) {
    const random = createRandom(seed).stream(`day ${number} of class ${label}`);
    for (let l = 0; l < L; l++) latent[i * L + l] = random.normal();
  }
  const days = tf.tidy(() =>
    networks.generate(
      tf.tensor2d(latent, [numbers.length, L]),
      tf.tensor1d(
        numbers.map(() => gan.labelOf(label)),
        'int32',
      ),
    ),
  );
  const values = (await days.data<'float32'>()).slice();
  days.dispose();
  return values;
}
