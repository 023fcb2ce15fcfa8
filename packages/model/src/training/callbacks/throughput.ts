/** Throughput: the windows that the steps of an epoch train on in a second. */
import type { Callback } from '../callback.js';

/** A callback that measures, and what it measured. */
export interface Throughput {
  readonly callback: Callback;
  /** Windows per second in the latest epoch so far; NaN before its first step is over. */
  readonly windowsPerSecond: () => number;
  /** The same over all epochs of the fit. */
  readonly meanWindowsPerSecond: () => number;
}

/**
 * Measures from the end of an epoch, or the start of the fit, to the end of each step: gathering batches
 * and callbacks of steps count, the validation and the checkpoint after the last step do not.
 *
 * @param now the clock, in milliseconds
 */
export function createThroughput(now: () => number = () => performance.now()): Throughput {
  let [epoch, began] = [NaN, NaN];
  const current = { windows: 0, milliseconds: 0 };
  const finished = { windows: 0, milliseconds: 0 };
  const begin = (): void => {
    began = now();
  };
  const forget = (counted: typeof current): void => {
    counted.windows = 0;
    counted.milliseconds = 0;
  };
  return {
    callback: {
      onFitStart() {
        epoch = NaN;
        forget(current);
        forget(finished);
        begin();
      },
      onStepEnd(report) {
        if (report.epoch !== epoch) {
          finished.windows += current.windows;
          finished.milliseconds += current.milliseconds;
          forget(current);
          epoch = report.epoch;
        }
        current.windows += report.size;
        current.milliseconds = now() - began;
      },
      onEpochSave: begin,
    },
    windowsPerSecond: () => rate(current.windows, current.milliseconds),
    meanWindowsPerSecond: () =>
      rate(finished.windows + current.windows, finished.milliseconds + current.milliseconds),
  };
}

function rate(windows: number, milliseconds: number): number {
  return windows === 0 ? NaN : (1000 * windows) / milliseconds;
}
