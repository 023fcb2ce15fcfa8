/** Records a training in its run: metrics.csv, TensorBoard events, checkpoints. */
import {
  type Callback,
  type EpochReport,
  type FitAccess,
  type FitStart,
  type FitSummary,
  saveCheckpoints,
} from '@anodec/model';
import type { MetricsLog, Run, RunMetrics } from '@anodec/runs';

/** A training in numbers. */
export interface TrainingRecord {
  start?: FitStart;
  summary?: FitSummary;
  /** Name of the run whose training this one continues. */
  readonly resumedFrom?: string;
  /** Epochs of this fit; those before a resume are in `summary`. */
  readonly reports: EpochReport[];
  /** Epochs finished so far, with those before a resume. */
  epochs: number;
  /** Lowest loss by which epochs are compared so far, also from before a resume. */
  bestLoss?: number;
}

const COLUMNS = ['epoch', 'step', 'train_loss', 'val_loss', 'seconds'] as const;

/** Steps between two points of the step curves. */
const STEPS_PER_POINT = 10;

/**
 * Callbacks that write into the run and fill the record.
 *
 * @param summarize the summary of the run after each epoch, so that a stopped run has one, too
 */
export function createTrainingLog(
  run: Run,
  record: TrainingRecord,
  summarize: () => RunMetrics,
): Callback[] {
  const checkpoints = saveCheckpoints({
    writeBest: async (at, bytes, kept) => void (await run.writeBestCheckpoint(at, bytes, kept)),
    writeLast: async (bytes) => void (await run.writeLastCheckpoint(bytes)),
  });
  return [metricsCallback(run, record), summaryCallback(run, record, summarize), checkpoints];
}

function metricsCallback(run: Run, record: TrainingRecord): Callback {
  const events = run.openEvents();
  let metrics: MetricsLog | undefined;
  const write = async (report: EpochReport): Promise<void> => {
    const { epoch, step, seconds } = report;
    const [trainLoss, validLoss] = [report.train.loss ?? NaN, report.valid.loss ?? NaN];
    const losses = { 'losses/train_loss': trainLoss, 'losses/val_loss': validLoss };
    const known = Object.entries(losses).filter(([, loss]) => Number.isFinite(loss));
    events.scalars({ ...Object.fromEntries(known), epoch }, step);
    events.flush();
    metrics ??= await run.openMetrics(COLUMNS);
    await metrics.append({ epoch, step, train_loss: trainLoss, val_loss: validLoss, seconds });
  };
  return {
    async onFitStart(start, { reports }) {
      record.start = start;
      for (const report of reports) await write(report); // those from before a resume
    },
    onStepEnd({ step, values }) {
      if (step % STEPS_PER_POINT !== 0) return;
      const named = Object.entries(values).map(([name, value]) => [stepTag(name), value] as const);
      events.scalars(Object.fromEntries(named), step);
    },
    async onEpochEnd(report) {
      record.reports.push(report);
      await write(report);
    },
    onFitEnd(summary) {
      record.summary = summary;
      events.close();
    },
  };
}

function summaryCallback(run: Run, record: TrainingRecord, summarize: () => RunMetrics): Callback {
  const update = ({ reports, best }: FitAccess): void => {
    record.epochs = reports.length;
    if (best) record.bestLoss = best.loss;
  };
  return {
    onFitStart: (_, access) => update(access),
    async onEpochEnd(_, access) {
      update(access);
      await run.writeSummary(summarize());
    },
  };
}

/** Tags of the step curves, as in runs of earlier versions. */
function stepTag(name: string): string {
  return name === 'gradientNorm' ? 'step/gradient_norm' : `step/train_${name}`;
}
