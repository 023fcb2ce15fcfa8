/** The status of a run, and how to tell one that was killed from one that is still going. */
import { hostname } from 'node:os';
import { DataError } from '@anodec/core';
import { isProcessAlive, readJsonFile, writeJsonFile } from '@anodec/files';

/** What a run says of itself. */
export type RunStatus = 'running' | 'finished' | 'stopped' | 'failed';

/** What is seen from outside: `crashed` says it runs, but its process is gone; `unknown` says nothing. */
export type ObservedStatus = RunStatus | 'crashed' | 'unknown';

/** status.json */
export interface StatusRecord {
  readonly status: RunStatus;
  /** When the run was made and when it last said something, ISO 8601. */
  readonly created: string;
  readonly changed: string;
  /** Who runs it, to see whether it still does. */
  readonly process: number;
  readonly host: string;
}

const STATUSES: readonly string[] = ['running', 'finished', 'stopped', 'failed'];

/** Writes the status of the run, as seen by this process. */
export async function writeStatusFile(
  path: string,
  status: RunStatus,
  created?: string,
): Promise<void> {
  const now = new Date().toISOString();
  const record: StatusRecord = {
    status,
    created: created ?? now,
    changed: now,
    process: process.pid,
    host: hostname(),
  };
  await writeJsonFile(path, record);
}

/** @throws DataError when the file is missing or damaged */
export async function readStatusFile(path: string): Promise<StatusRecord> {
  const record = await readJsonFile(path);
  if (isStatusRecord(record)) return record;
  throw new DataError(`${path} must say status, created, changed, process and host.`);
}

/** Whether a run that says it is running still is; a process on another machine is believed. */
export function observeStatus(record: StatusRecord): ObservedStatus {
  if (record.status !== 'running' || record.host !== hostname()) return record.status;
  return isProcessAlive(record.process) ? 'running' : 'crashed';
}

function isStatusRecord(value: unknown): value is StatusRecord {
  if (typeof value !== 'object' || value === null) return false;
  const record = value as Partial<Record<keyof StatusRecord, unknown>>;
  return (
    STATUSES.includes(String(record.status)) &&
    typeof record.created === 'string' &&
    typeof record.changed === 'string' &&
    typeof record.process === 'number' &&
    typeof record.host === 'string'
  );
}
