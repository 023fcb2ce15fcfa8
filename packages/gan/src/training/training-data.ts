/** Days to train on, as they come, and what must hold for them. */
import { createHash } from 'node:crypto';
import { DataError, ShapeError } from '@anodec/core';

/** Days of one device. */
export interface GanData {
  /** (N, width), in the unit of the device. */
  readonly days: Float32Array;
  /** Values of a day. */
  readonly width: number;
  /** (N), the class of each day from 0. Default: all are of one class. */
  readonly labels?: Int32Array;
  /** Default: one more than the largest label. */
  readonly classes?: number;
}

/** Checked days. */
export interface CheckedData {
  readonly days: Float32Array;
  readonly width: number;
  readonly labels: Int32Array;
  readonly classes: number;
  /** Days of each class. */
  readonly counts: readonly number[];
  /** SHA-256 of days and labels. */
  readonly hash: string;
}

/**
 * Checks days.
 *
 * @throws ShapeError when lengths do not fit
 * @throws DataError when a value is not finite, a label is no class, or a class has no day
 */
export function checkData({ days, width, labels, classes }: GanData): CheckedData {
  const N = days.length / width;
  if (!Number.isInteger(N) || N === 0) {
    throw new ShapeError(
      `days must have a whole number of days of ${width} values, at least one, got ${days.length} values.`,
    );
  }
  const at = days.findIndex((value) => !Number.isFinite(value));
  if (at >= 0) {
    throw new DataError(
      `All values of days must be finite, got ${days[at]} in day ${Math.floor(at / width) + 1}, value ` +
        `${(at % width) + 1}. Fill gaps before training.`,
    );
  }
  const of = labels ?? new Int32Array(N);
  if (of.length !== N) throw new ShapeError(`labels must have ${N} values, got ${of.length}.`);
  const count = classes ?? of.reduce((most, label) => Math.max(most, label + 1), 1);
  const counts = countDays(of, count);
  const bytes = [days, of].map(
    (array) => new Uint8Array(array.buffer, array.byteOffset, array.byteLength),
  );
  const hash = createHash('sha256').update(bytes[0]).update(bytes[1]).digest('hex');
  return { days, width, labels: of, classes: count, counts, hash };
}

function countDays(labels: Int32Array, classes: number): number[] {
  const counts = Array.from({ length: classes }, () => 0);
  labels.forEach((label, day) => {
    if (label < 0 || label >= classes) {
      throw new DataError(
        `The class of a day must be from 0 to ${classes - 1}, got ${label} at day ${day + 1}.`,
      );
    }
    counts[label] += 1;
  });
  const empty = counts.indexOf(0);
  if (empty >= 0) {
    throw new DataError(
      `Every class must have a day to learn from, got none of class ${empty} among ${labels.length} days of ` +
        `${classes} classes. Number the classes from 0 without a gap.`,
    );
  }
  return counts;
}
