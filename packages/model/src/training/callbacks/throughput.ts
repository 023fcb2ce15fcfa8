/** Throughput: the windows that the steps of an epoch train on in a second. */
import type { Callback } from '../callback.js';

/** A callback that measures, and what it measured. */
export interface Throughput {
  readonly callback: Callback;
  /** Windows per second in the latest epoch so far; NaN before its first step is over. */
  readonly windowsPerSecond: () => number;
  /** The same of an epoch, from 0, also of one before a resume; NaN where it was not measured. */
  readonly windowsPerSecondOf: (epoch: number) => number;
  /** The same over all epochs, those before a resume included. */
  readonly meanWindowsPerSecond: () => number;
}

/** Windows trained on in a time. */
interface Counted {
  readonly windows: number;
  readonly milliseconds: number;
}

const NOTHING: Counted = { windows: 0, milliseconds: 0 };

/** Options of a measurement. */
export interface ThroughputOptions {
  /** The name under which checkpoints keep what was measured; without it a resumed fit begins anew. */
  readonly name?: string;
  /** The clock, in milliseconds. */
  readonly now?: () => number;
}

/**
 * Measures from the end of an epoch, or the start of the fit, to the end of each step: gathering batches
 * and callbacks of steps count, the validation and the checkpoint after the last step do not.
 */
export function createThroughput({
  name,
  now = () => performance.now(),
}: ThroughputOptions = {}): Throughput {
  let epochs: Record<number, Counted> = {};
  let [latest, began, isResumed] = [NaN, NaN, false];
  /** What an earlier process counted in the epoch that goes on. */
  let before = NOTHING;
  const begin = (): void => {
    before = NOTHING;
    began = now();
  };
  const kept: Callback = {
    name,
    state: () => ({ json: { epochs: { ...epochs } } }),
    load({ json }) {
      ({ epochs } = json as { epochs: Record<number, Counted> });
      latest = Math.max(...Object.keys(epochs).map(Number));
      isResumed = true;
    },
  };
  return {
    callback: {
      ...(name !== undefined && kept),
      onFitStart() {
        begin();
        if (isResumed) before = epochs[latest] ?? NOTHING;
        else [epochs, latest] = [{}, NaN];
        isResumed = false;
      },
      onStepEnd({ epoch, size }) {
        if (epoch !== latest) before = NOTHING; // resumed between two epochs
        latest = epoch;
        const { windows } = epochs[epoch] ?? NOTHING;
        const milliseconds = before.milliseconds + now() - began;
        epochs[epoch] = { windows: windows + size, milliseconds };
      },
      onEpochSave: begin,
    },
    windowsPerSecond: () => rate(epochs[latest]),
    windowsPerSecondOf: (epoch) => rate(epochs[epoch]),
    meanWindowsPerSecond: () => rate(sumOf(Object.values(epochs))),
  };
}

function sumOf(all: readonly Counted[]): Counted {
  const sum = { ...NOTHING };
  for (const { windows, milliseconds } of all) {
    sum.windows += windows;
    sum.milliseconds += milliseconds;
  }
  return sum;
}

function rate({ windows, milliseconds } = NOTHING): number {
  return windows === 0 ? NaN : (1000 * windows) / milliseconds;
}
