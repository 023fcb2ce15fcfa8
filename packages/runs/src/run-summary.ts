/** What a list of runs shows of each, without opening more than two small files. */
import { readJsonFile } from '@anodec/files';
import { runFiles } from './run-files.js';
import { type ObservedStatus, observeStatus, readStatusFile } from './run-status.js';

/** summary.json: the few figures by which runs are told apart; a figure not known is left out. */
export interface RunFigures {
  readonly detector?: string;
  /** Epochs trained. */
  readonly epochs?: number;
  readonly bestValidationLoss?: number;
  /** Recurrent layers that ran as single operations in training, for want of a kernel. */
  readonly fallbacks?: number;
  /** Attacks overlapped by an alarm, of those that leave a trace. */
  readonly attacksCaught?: number;
  readonly attacks?: number;
  /** Alarms that overlap neither an attack nor the recovery after one. */
  readonly falseAlarms?: number;
  readonly falseAlarmsPerDay?: number;
}

/** A run as a list shows it. */
export interface RunSummary extends RunFigures {
  readonly version: number;
  readonly path: string;
  /** When it was made, ISO 8601; left out where its status is unknown. */
  readonly created?: string;
  readonly status: ObservedStatus;
}

/** Sums a run up; files that are missing or damaged only leave gaps, for a list must show all runs. */
export async function summarizeRun(path: string, version: number): Promise<RunSummary> {
  const files = runFiles(path);
  const record = await readStatusFile(files.status).catch(() => undefined);
  const figures = await readJsonFile(files.summary).catch(() => undefined);
  return {
    ...pickFigures(figures),
    version,
    path,
    ...(record ? { created: record.created } : {}),
    status: record ? observeStatus(record) : 'unknown',
  };
}

/** Takes what has the right type and leaves the rest. */
function pickFigures(figures: unknown): RunFigures {
  if (typeof figures !== 'object' || figures === null) return {};
  const known = figures as Partial<Record<keyof RunFigures, unknown>>;
  const picked: Record<keyof RunFigures, string | number | undefined> = {
    detector: typeof known.detector === 'string' ? known.detector : undefined,
    epochs: numberOf(known.epochs),
    bestValidationLoss: numberOf(known.bestValidationLoss),
    fallbacks: numberOf(known.fallbacks),
    attacksCaught: numberOf(known.attacksCaught),
    attacks: numberOf(known.attacks),
    falseAlarms: numberOf(known.falseAlarms),
    falseAlarmsPerDay: numberOf(known.falseAlarmsPerDay),
  };
  const present = Object.entries(picked).filter(([, value]) => value !== undefined);
  return Object.fromEntries(present);
}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}
