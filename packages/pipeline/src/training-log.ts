/** Records a training in its run: metrics.csv, TensorBoard events, checkpoints. */
import {
  type Callback,
  type EpochReport,
  type FitStart,
  type FitSummary,
  saveCheckpoints,
} from '@anodec/model';
import type { MetricsLog, Run } from '@anodec/runs';

/** A training in numbers. */
export interface TrainingRecord {
  start?: FitStart;
  summary?: FitSummary;
  /** Epochs of this fit; those before a resume are in `summary`. */
  readonly reports: EpochReport[];
}

const COLUMNS = ['epoch', 'step', 'train_loss', 'val_loss', 'seconds'] as const;

/** Steps between two points of the step curves. */
const STEPS_PER_POINT = 10;

/** Callbacks that write into the run and fill the record. */
export function createTrainingLog(run: Run, record: TrainingRecord): Callback[] {
  const checkpoints = saveCheckpoints({
    writeBest: async (at, bytes) => void (await run.writeBestCheckpoint(at, bytes)),
    writeLast: async (bytes) => void (await run.writeLastCheckpoint(bytes)),
  });
  return [metricsCallback(run, record), checkpoints];
}

function metricsCallback(run: Run, record: TrainingRecord): Callback {
  const events = run.openEvents();
  let metrics: MetricsLog | undefined;
  return {
    onFitStart(start) {
      record.start = start;
    },
    onStepEnd({ step, values }) {
      if (step % STEPS_PER_POINT !== 0) return;
      const named = Object.entries(values).map(([name, value]) => [stepTag(name), value] as const);
      events.scalars(Object.fromEntries(named), step);
    },
    async onEpochEnd(report) {
      record.reports.push(report);
      const { epoch, step, seconds } = report;
      const [trainLoss, validLoss] = [report.train.loss ?? NaN, report.valid.loss ?? NaN];
      const losses = { 'losses/train_loss': trainLoss, 'losses/val_loss': validLoss };
      const known = Object.entries(losses).filter(([, loss]) => Number.isFinite(loss));
      events.scalars({ ...Object.fromEntries(known), epoch }, step);
      events.flush();
      metrics ??= await run.openMetrics(COLUMNS);
      await metrics.append({ epoch, step, train_loss: trainLoss, val_loss: validLoss, seconds });
    },
    onFitEnd(summary) {
      record.summary = summary;
      events.close();
    },
  };
}

/** Tags of the step curves, as in runs of earlier versions. */
function stepTag(name: string): string {
  return name === 'gradientNorm' ? 'step/gradient_norm' : `step/train_${name}`;
}
