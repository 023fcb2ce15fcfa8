/** Records a training in its run: metrics.csv, the summary, checkpoints, and the log that the settings ask for. */
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
import type { GuardedEventWriter, MetricsLog, Run, RunMetrics } from '@anodec/runs';
import { createTensorBoardLog, type LoggedData } from '../logging/tensorboard.js';
import type { LoggingConfig } from '../settings/logging-config.js';

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
  /** Mean over all epochs, those before a resume included. */
  windowsPerSecond?: number;
}

/** What a training is recorded with. */
export interface LogParts extends LoggedData {
  readonly logging: LoggingConfig;
  /** The summary of the run after each epoch, so that a stopped run has one, too. */
  readonly summarize: () => RunMetrics;
}

/** The records of one training. */
export interface TrainingLog {
  readonly callbacks: Callback[];
  /** Where more can be logged; absent where the settings switch it off. */
  readonly events?: GuardedEventWriter;
  /** Ends the log, with how the training ended where that is known. */
  close(status?: 'success' | 'failure'): void;
  /** Sentences about what is missing in the log. */
  notes(): string[];
}

const COLUMNS = [
  'epoch',
  'step',
  'train_loss',
  'val_loss',
  'seconds',
  'windows_per_second',
] as const;

/** Callbacks that write into the run and fill the record. */
export function createTrainingLog(run: Run, record: TrainingRecord, parts: LogParts): TrainingLog {
  const checkpoints = saveCheckpoints({
    writeBest: async (at, bytes, kept) => void (await run.writeBestCheckpoint(at, bytes, kept)),
    writeLast: async (bytes) => void (await run.writeLastCheckpoint(bytes)),
  });
  const { logging, summarize } = parts;
  const board = logging.logger !== 'none' ? createTensorBoardLog(run, logging, parts) : undefined;
  const throughput = createThroughput({ name: 'throughput' });
  return {
    callbacks: [
      throughput.callback,
      metricsCallback(run, record, throughput),
      summaryCallback(run, record, summarize),
      ...(board ? [board.callback] : []),
      checkpoints,
    ],
    ...(board && { events: board.events }),
    close: (status) => board?.close(status),
    notes: () => board?.notes() ?? [],
  };
}

function metricsCallback(run: Run, record: TrainingRecord, throughput: Throughput): Callback {
  let metrics: MetricsLog | undefined;
  const write = async (report: EpochReport): Promise<void> => {
    const { epoch, step, seconds } = report;
    const windowsPerSecond = throughput.windowsPerSecondOf(epoch);
    const [trainLoss, validLoss] = [report.train.loss ?? NaN, report.valid.loss ?? NaN];
    metrics ??= await run.openMetrics(COLUMNS);
    await metrics.append({
      epoch,
      step,
      train_loss: trainLoss,
      val_loss: validLoss,
      seconds,
      windows_per_second: Number.isNaN(windowsPerSecond) ? undefined : windowsPerSecond,
    });
  };
  return {
    async onFitStart(start, { reports }) {
      record.start = start;
      for (const report of reports) await write(report); // those from before a resume
    },
    async onEpochEnd(report) {
      record.reports.push(report);
      record.windowsPerSecond = throughput.meanWindowsPerSecond();
      await write(report);
    },
    onFitEnd(summary) {
      record.summary = summary;
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
