/**
 * How far days lie from the closest day of their class that the networks learned from, as the discriminator sees them: the
 * distance of the outputs that its last layers judge by.
 *
 * AnoGAN asks how close the generator can come to a day. A generator that has seen a hundred days makes too few kinds of them,
 * so that usual days are left with differences as large as those of unusual ones; the days themselves are at hand.
 */
import { DataError, type Listeners } from '@anodec/core';
import { type DayActivations, dayActivations, type Gan, variants } from '@anodec/gan';
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
  const all = Array.from(learned.labels, (_, n) => n);
  return Float32Array.from(days.labels, (label: number) => label).map((label, n) => {
    const same = all.filter((other) => learned.labels[other] === label);
    if (same.length === 0) {
      throw new DataError(
        `A day of class ${label} must have been learned from, got none. Train the networks anew.`,
      );
    }
    return same.reduce((least, other) => Math.min(least, distance(own, n, known, other)), Infinity);
  });
}

function distance(a: DayActivations, n: number, b: DayActivations, m: number): number {
  const width = Math.max(a.places, 1) * a.channels;
  let sum = 0;
  for (let i = 0; i < width; i++) sum += (a.values[n * width + i] - b.values[m * width + i]) ** 2;
  return Math.sqrt(sum);
}
