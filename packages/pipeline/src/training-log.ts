/** Writes down how training goes: metrics.csv, TensorBoard, checkpoints. */
import {
  type Callback,
  encodeCheckpoint,
  encodeState,
  type EpochReport,
  type FitStart,
  type FitSummary,
} from '@anodec/model';
import type { MetricsLog, Run } from '@anodec/runs';

/** What was learned about the training itself. */
export interface TrainingRecord {
  start?: FitStart;
  summary?: FitSummary;
  readonly reports: EpochReport[];
}

const COLUMNS = ['epoch', 'step', 'train_loss', 'val_loss', 'seconds'] as const;

/** Steps between two points of the step curves. */
const STEPS_PER_POINT = 10;

/** A callback that writes into the run and fills the record. */
export function createTrainingLog(run: Run, record: TrainingRecord): Callback {
  const events = run.openEvents();
  let metrics: MetricsLog | undefined;
  return {
    onFitStart(start) {
      record.start = start;
    },
    onStepEnd({ step, loss, gradientNorm }) {
      if (step % STEPS_PER_POINT !== 0) return;
      events.scalars({ 'step/train_loss': loss, 'step/gradient_norm': gradientNorm }, step);
    },
    async onEpochEnd(report, access) {
      record.reports.push(report);
      const { epoch, step, trainLoss, validLoss, seconds } = report;
      const losses = { 'losses/train_loss': trainLoss, 'losses/val_loss': validLoss };
      const known = Object.entries(losses).filter(([, loss]) => Number.isFinite(loss));
      events.scalars({ ...Object.fromEntries(known), epoch }, step);
      events.flush();
      const row = { epoch, step, train_loss: trainLoss, val_loss: validLoss, seconds };
      metrics ??= await run.openMetrics(COLUMNS);
      await metrics.append(row);
      if (report.isBest)
        await run.writeBestCheckpoint({ epoch, step }, encodeState(access.state()));
      await run.writeLastCheckpoint(encodeCheckpoint(access.checkpoint()));
    },
    onFitEnd(summary) {
      record.summary = summary;
      events.close();
    },
  };
}
