/**
 * Kinds of anomalies of one channel, each a fault or a manipulation that occurs in plants.
 *
 * Source: Wenig, Schmidl & Papenbrock 2022, "TimeEval: A Benchmarking Toolkit for Time Series Anomaly
 * Detection Algorithms", the anomaly kinds of its generator GutenTAG.
 */
import type { Random } from '@anodec/core';

/** Parameters of an injection. */
export interface InjectionParts {
  /** How strong, in the unit of the channel. */
  readonly size: number;
  readonly random: Random;
  /** States of a discrete channel, increasing; empty for a quantity. */
  readonly states: readonly number[];
}

/** Overwrites the readings of the interval, (rows); missing ones stay missing. */
export type Injection = (readings: Float32Array, parts: InjectionParts) => void;

/** Kinds for quantities. To add one: one entry here. */
export const quantityInjections: Readonly<Record<string, Injection>> = {
  /** Single readings far off, on a tenth of the rows and the first, up or down. */
  spike: (readings, { size, random }) => {
    const far = (): number => (random.uniform() < 0.5 ? -size : size);
    for (let t = 0; t < readings.length; t++) {
      if (t === 0 || random.uniform() < 0.1) readings[t] += far();
    }
  },
  /** A constant offset: a probe recalibrated, a value forged. */
  bias: (readings, { size }) => {
    for (let t = 0; t < readings.length; t++) readings[t] += size;
  },
  /** An offset that grows to `size` at the end. */
  drift: (readings, { size }) => {
    for (let t = 0; t < readings.length; t++) readings[t] += (size * (t + 1)) / readings.length;
  },
  /** The first reading that is present, repeated: a frozen probe, a replayed value. */
  freeze: (readings) => hold(readings, firstReading(readings)),
  /** Normal noise of deviation `size` on top. */
  noise: (readings, { size, random }) => {
    for (let t = 0; t < readings.length; t++) readings[t] += size * random.normal();
  },
};

/** Kinds for discrete channels. */
export const stateInjections: Readonly<Record<string, Injection>> = {
  /** Another state than the one at the beginning, held throughout. */
  switch: (readings, { random, states }) => {
    const first = firstReading(readings);
    const others = states.filter((state) => state !== first);
    hold(readings, others[random.integer(others.length)]);
  },
};

function firstReading(readings: Float32Array): number {
  return readings.find((reading) => !Number.isNaN(reading)) ?? NaN;
}

/** Overwrites every reading that is present. */
function hold(readings: Float32Array, value: number): void {
  for (let t = 0; t < readings.length; t++) if (!Number.isNaN(readings[t])) readings[t] = value;
}

/** All kinds by name. */
export const injections: Readonly<Record<string, Injection>> = {
  ...quantityInjections,
  ...stateInjections,
};
