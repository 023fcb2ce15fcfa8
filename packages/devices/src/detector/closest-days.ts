/**
 * How far days lie from the closest day of their class that the networks learned from, as the discriminator sees them (the
 * distance of the outputs that its last layers judge by), and from the closest of many generated ones, by their values.
 *
 * AnoGAN searches for the generated day that is closest. A generator of short training makes too few kinds of days, so that usual
 * ones are left with differences as large as those of unusual ones: the learned days themselves are at hand. One of long training can be
 * brought close to unusual days as well: days that it makes of random numbers are usual.
 */
import { DataError, type Listeners } from '@anodec/core';
import { dayActivations, type Gan, generateDays, scaleDays, variants } from '@anodec/gan';
import { SLOTS } from '../day-table.js';
import type { DayTable } from '../day-table.js';

/** Days with their classes. */
export interface LabelledDays {
  readonly table: DayTable;
  /** (N) */
  readonly labels: ArrayLike<number>;
}

/**
 * The Euclidean distance of each day to the closest learned day of its class. A backend must have been started.
 *
 * @returns (N)
 * @throws DataError when no day of a class was learned from; StoppedError on an abort
 */
export async function closestLearned(
  gan: Gan,
  days: LabelledDays,
  learned: LabelledDays,
  listeners: Listeners = {},
): Promise<Float32Array> {
  const layer = variants[gan.settings.variant].lastFeature;
  const see = ({ table: { dates, values }, labels }: LabelledDays) =>
    dayActivations(gan, { days: values, labels, names: dates }, layer, listeners);
  const [own, known] = [await see(days), await see(learned)];
  const width = Math.max(own.places, 1) * own.channels;
  return nearest(
    { values: own.values, labels: days.labels },
    { values: known.values, labels: learned.labels },
    width,
  );
}

/** Generated days of each class, of which the closest counts. */
const GENERATED = 256;

/**
 * The Euclidean distance of each day to the closest of 256 generated days of its class, scaled. A backend must have been started.
 *
 * @returns (N)
 * @throws StoppedError on an abort
 */
export async function closestGenerated(
  gan: Gan,
  { table, labels }: LabelledDays,
  listeners: Listeners = {},
): Promise<Float32Array> {
  const made = await generateDays(gan, GENERATED, 0, listeners);
  return nearest(
    { values: scaleDays(table.values, gan), labels },
    { values: scaleDays(made.days, gan), labels: made.labels },
    SLOTS,
  );
}

/** Points with their classes. */
interface Points {
  /** (N, width), row-major. */
  readonly values: Float32Array;
  readonly labels: ArrayLike<number>;
}

/** The distance of each point to the nearest other one of its class. @throws DataError when there is none */
function nearest(own: Points, others: Points, width: number): Float32Array {
  const all = Array.from(others.labels, (_, n) => n);
  return Float32Array.from(own.labels, (label: number) => label).map((label, n) => {
    const same = all.filter((other) => others.labels[other] === label);
    if (same.length === 0) {
      throw new DataError(
        `A day of class ${label} must have been learned from, got none. Train the networks anew.`,
      );
    }
    return Math.sqrt(
      same.reduce(
        (least, m) => Math.min(least, squares(own.values, n, others.values, m, width)),
        Infinity,
      ),
    );
  });
}

/** The sum of squared differences of two rows. */
function squares(a: Float32Array, n: number, b: Float32Array, m: number, width: number): number {
  let sum = 0;
  for (let i = 0; i < width; i++) sum += (a[n * width + i] - b[m * width + i]) ** 2;
  return sum;
}
