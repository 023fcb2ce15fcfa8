/**
 * Events of a command as JSON lines, one object a line, each with `event` and `time` (ISO 8601, UTC).
 *
 * A number that is not known is null. Events may get further fields; those of today keep their meaning.
 */
import {
  type Callback,
  createThroughput,
  epochLimit,
  type FitStart,
  type FitSummary,
} from '@anodec/model';

/** The events, by name. */
export interface JsonEvents {
  /** The beginning of the command. */
  readonly command: { readonly command: string };
  /** A finished step of `anodec run`. */
  readonly stage: { readonly stage: string; readonly seconds: number };
  /** The beginning of a training; its run, and the steps and windows of an epoch. */
  readonly start: {
    readonly run: string | null;
    readonly weights: number;
    readonly train_windows: number;
    readonly valid_windows: number;
    readonly steps_per_epoch: number;
    readonly max_epochs: number;
    readonly backend: string;
    readonly threads: number;
  };
  /** A finished epoch, from 0; `seconds` with validation, `windows_per_second` without. */
  readonly epoch: {
    readonly run: string | null;
    readonly epoch: number;
    readonly step: number;
    readonly train_loss: number | null;
    readonly val_loss: number | null;
    readonly best: boolean;
    readonly seconds: number;
    readonly windows_per_second: number | null;
  };
  /** The end of a training, in the words of its summary; thresholds and baselines follow. */
  readonly fit: {
    readonly run: string | null;
    readonly reason: string;
    readonly epochs: number;
    readonly best_epoch: number;
    readonly best_loss: number | null;
  };
  /** What the user should know and what stops nothing. */
  readonly warning: { readonly message: string };
  /** The end of the command: always the last event. */
  readonly end: {
    readonly status: 'finished' | 'stopped' | 'failed';
    readonly run: string | null;
    readonly report: string | null;
    readonly seconds: number;
    readonly message: string | null;
  };
}

/** Writes one event. */
export type WriteEvent = <Name extends keyof JsonEvents>(
  name: Name,
  fields: JsonEvents[Name],
) => void;

/** @param write receives each line */
export function createEventWriter(
  write: (line: string) => void,
  now: () => Date = () => new Date(),
): WriteEvent {
  return (event, fields) => write(JSON.stringify({ event, time: now().toISOString(), ...fields }));
}

/**
 * Callbacks that write the events of a training.
 *
 * @param run the path of the run in training
 */
export function trainingEvents(write: WriteEvent, run: () => string | null): Callback[] {
  const throughput = createThroughput();
  const events: Callback = {
    onFitStart: (start) => write('start', { run: run(), ...startFields(start) }),
    onEpochEnd({ epoch, step, train, valid, isBest, seconds }) {
      const losses = { train_loss: known(train.loss), val_loss: known(valid.loss) };
      const speed = { windows_per_second: known(throughput.windowsPerSecond()) };
      write('epoch', { run: run(), epoch, step, ...losses, best: isBest, seconds, ...speed });
    },
    onFitEnd: (summary) => write('fit', { run: run(), ...fitFields(summary) }),
  };
  return [throughput.callback, events];
}

function startFields(start: FitStart) {
  return {
    weights: start.parameters,
    train_windows: start.trainWindows,
    valid_windows: start.validWindows,
    steps_per_epoch: start.stepsPerEpoch,
    max_epochs: epochLimit(start.config),
    backend: start.backend.name,
    threads: start.backend.threads,
  };
}

function fitFields({ reason, reports, bestEpoch, bestLoss }: FitSummary) {
  return {
    reason,
    epochs: reports.length,
    best_epoch: bestEpoch,
    best_loss: known(bestLoss),
  };
}

function known(value: number | undefined): number | null {
  return value !== undefined && Number.isFinite(value) ? value : null;
}
