/** The few numbers that a list shows of each run, read from two small files. */
import { readJsonFile } from '@anodec/files';
import { runFiles } from './run-files.js';
import { type ObservedStatus, observeStatus, readStatusFile } from './run-status.js';

/** summary.json: the numbers by which runs are told apart; a number that is not known is absent. */
export interface RunMetrics {
  /** Title of the primary detector, such as "LSTM autoencoder". */
  readonly detector?: string;
  readonly dataset?: string;
  /** Short hash of the settings that decide the result. */
  readonly settingsId?: string;
  /** The run whose training this one continues, such as version_3. */
  readonly resumedFrom?: string;
  /** Epochs trained. */
  readonly epochs?: number;
  readonly bestValidationLoss?: number;
  /** Windows trained on in a second, over the epochs of the run. */
  readonly windowsPerSecond?: number;
  /** Steps left out because of their loss; absent where there are none. */
  readonly skippedSteps?: number;
  /** Recurrent layers that ran as single operations in training, for want of a kernel. */
  readonly fallbacks?: number;
  /** Jobs of training that WebAssembly computed beside native kernels; absent where there are none. */
  readonly jobsInWebAssembly?: number;
  /** Batches of training and validation that repeated recorded jobs, past TensorFlow.js; absent where there are none. */
  readonly repeatedBatches?: number;
  /** Attacks with an effect that overlap an alarm. */
  readonly attacksCaught?: number;
  /** Of those caught, the ones that began while an earlier alarm was still on. */
  readonly caughtDuringEarlierAlarm?: number;
  /** Attacks with an effect. */
  readonly attacks?: number;
  /** Alarms that overlap no attack; no recovery time after an attack is excused. */
  readonly falseAlarms?: number;
  readonly falseAlarmsPerDay?: number;
  /** The same with the recovery time of the report excused. */
  readonly falseAlarmsPerDayWithRecovery?: number;
}

/** A run as a list shows it. */
export interface RunSummary extends RunMetrics {
  readonly version: number;
  readonly path: string;
  /** When it was made, ISO 8601; absent where its status is unknown. */
  readonly created?: string;
  readonly status: ObservedStatus;
}

const TEXTS = ['detector', 'dataset', 'settingsId', 'resumedFrom'] as const;
const NUMBERS = [
  'epochs',
  'bestValidationLoss',
  'windowsPerSecond',
  'skippedSteps',
  'fallbacks',
  'jobsInWebAssembly',
  'repeatedBatches',
  'attacksCaught',
  'caughtDuringEarlierAlarm',
  'attacks',
  'falseAlarms',
  'falseAlarmsPerDay',
  'falseAlarmsPerDayWithRecovery',
] as const satisfies readonly (keyof RunMetrics)[];

/** Summarises a run; missing or damaged files only leave gaps, because a list must show all runs. */
export async function summarizeRun(path: string, version: number): Promise<RunSummary> {
  const files = runFiles(path);
  const record = await readStatusFile(files.status).catch(() => undefined);
  const metrics = await readJsonFile(files.summary).catch(() => undefined);
  return {
    ...pickMetrics(metrics),
    version,
    path,
    ...(record ? { created: record.created } : {}),
    status: record ? observeStatus(record) : 'unknown',
  };
}

/** Takes what has the right type and leaves the rest. */
export function pickMetrics(metrics: unknown): RunMetrics {
  if (typeof metrics !== 'object' || metrics === null) return {};
  const known: Readonly<Record<string, unknown>> = { ...metrics };
  const pick = (names: readonly string[], type: 'string' | 'number') =>
    names.filter((name) => typeof known[name] === type).map((name) => [name, known[name]] as const);
  return Object.fromEntries([...pick(TEXTS, 'string'), ...pick(NUMBERS, 'number')]);
}
