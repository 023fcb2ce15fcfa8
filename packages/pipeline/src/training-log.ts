/** Records a training in its run: metrics.csv, TensorBoard events, checkpoints. */
import {
  type Callback,
  createThroughput,
  type EpochReport,
  type FitAccess,
  type FitStart,
  type FitSummary,
  saveCheckpoints,
  type Throughput,
} from '@anodec/model';
import type { MetricsLog, Run, RunMetrics } from '@anodec/runs';

/** A training in numbers. */
export interface TrainingRecord {
  start?: FitStart;
  summary?: FitSummary;
  /** Epochs of this fit; those before a resume are in `summary`. */
  readonly reports: EpochReport[];
  /** Epochs finished so far, with those before a resume. */
  epochs: number;
  /** Lowest loss by which epochs are compared so far, also from before a resume. */
  bestLoss?: number;
  /** Mean over the epochs of this fit. */
  windowsPerSecond?: number;
}

const COLUMNS = [
  'epoch',
  'step',
  'train_loss',
  'val_loss',
  'seconds',
  'windows_per_second',
] as const;

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
    writeBest: async (at, bytes) => void (await run.writeBestCheckpoint(at, bytes)),
    writeLast: async (bytes) => void (await run.writeLastCheckpoint(bytes)),
  });
  const throughput = createThroughput();
  const metrics = metricsCallback(run, record, throughput);
  return [throughput.callback, metrics, summaryCallback(run, record, summarize), checkpoints];
}

function metricsCallback(run: Run, record: TrainingRecord, throughput: Throughput): Callback {
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
      record.windowsPerSecond = throughput.meanWindowsPerSecond();
      await metrics.append({
        epoch,
        step,
        train_loss: trainLoss,
        val_loss: validLoss,
        seconds,
        windows_per_second: throughput.windowsPerSecond(),
      });
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
