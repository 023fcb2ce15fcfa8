/** Running means of named values over examples. */
import type { NamedValues } from './trainable.js';

/** Sums of values times examples, and examples, by name. */
export type NamedSums = Readonly<Record<string, { readonly sum: number; readonly count: number }>>;

/** Means that grow batch by batch; the last batch of an epoch may be smaller and counts for less. */
export interface RunningMeans {
  /** @param size examples of the batch */
  add(values: NamedValues, size: number): void;
  values(): NamedValues;
  sums(): NamedSums;
}

/** @param before sums to continue from */
export function createMeans(before: NamedSums = {}): RunningMeans {
  const sums = new Map(
    Object.entries(before).map(([name, { sum, count }]) => [name, { sum, count }]),
  );
  return {
    add(values, size) {
      for (const [name, value] of Object.entries(values)) {
        const { sum, count } = sums.get(name) ?? { sum: 0, count: 0 };
        sums.set(name, { sum: sum + value * size, count: count + size });
      }
    },
    values: () =>
      Object.fromEntries([...sums].map(([name, { sum, count }]) => [name, sum / count])),
    sums: () => Object.fromEntries(sums),
  };
}
