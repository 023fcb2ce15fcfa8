/**
 * The moving line of a training: epoch, step, windows per second, losses. Time left is up to the bar.
 *
 * The trainer says how far it has come, and a callback knows the rest; both meet here.
 */
import { formatCount, type Progress } from '@anodec/core';
import {
  type Callback,
  createThroughput,
  epochLimit,
  type EpochReport,
  type StepReport,
} from '@anodec/model';

/** A progress listener for a training, and the callbacks that it needs. */
export interface TrainingProgress {
  readonly progress: Progress;
  readonly callbacks: readonly Callback[];
}

/** @param progress receives the note; its other work is passed through */
export function createTrainingProgress(progress: Progress): TrainingProgress {
  const throughput = createThroughput();
  let note: string | undefined;
  let epochs = NaN;
  let last: EpochReport | undefined;
  const notes: Callback = {
    onFitStart({ config }, { reports }) {
      epochs = epochLimit(config);
      last = reports.at(-1);
    },
    onStepEnd(report) {
      note = describeStep(report, { epochs, last, speed: throughput.windowsPerSecond() });
    },
    onEpochEnd(report) {
      last = report;
    },
    onFitEnd() {
      note = undefined;
    },
  };
  return {
    progress: {
      begin(label, total, unit) {
        note = undefined;
        progress.begin(label, total, unit);
      },
      update: (done, other) => progress.update(done, note ?? other),
      end: () => progress.end(),
    },
    callbacks: [throughput.callback, notes],
  };
}

/** What a step says beside its share of the training. */
interface Around {
  /** Epochs at most. */
  readonly epochs: number;
  readonly last: EpochReport | undefined;
  /** Windows per second; NaN where it is not known. */
  readonly speed: number;
}

/** `epoch 4/16 · step 652 · 12,300 windows/s · loss 0.0123 · valid 0.0200`. */
export function describeStep(report: StepReport, { epochs, last, speed }: Around): string {
  const loss = report.values.loss ?? Object.values(report.values)[0];
  const valid = last?.valid.loss ?? NaN;
  return [
    `epoch ${report.epoch + 1}/${epochs}`,
    `step ${formatCount(report.step)}`,
    ...(Number.isNaN(speed) ? [] : [`${formatCount(Math.round(speed))} windows/s`]),
    `loss ${formatLoss(loss)}`,
    ...(Number.isNaN(valid) ? [] : [`valid ${formatLoss(valid)}`]),
  ].join(' · ');
}

/** A loss with three significant digits. */
export function formatLoss(loss: number): string {
  return loss.toPrecision(3);
}
