/**
 * What people wrote about alarms, in one file beside them: of a run, or of a live scoring. An alarm is known by its
 * beginning, which stays the same when the recording is scored again.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DataError, isRecord } from '@anodec/core';
import { readJsonFile, writeJsonFile } from '@anodec/files';

/** A remark about an alarm. */
export interface AlarmNote {
  /** When it was written, ISO 8601. */
  readonly at: string;
  readonly text: string;
}

/** What people did with an alarm. */
export interface AlarmRecord {
  /** When somebody took note of it, ISO 8601; null where nobody has. */
  readonly acknowledged: string | null;
  /** In the order in which they were written. */
  readonly notes: readonly AlarmNote[];
}

/** Records by alarm. */
export type AlarmRecords = Readonly<Record<string, AlarmRecord>>;

/** An alarm of which nothing was written. */
export const NO_RECORD: AlarmRecord = { acknowledged: null, notes: [] };

/** The file of records in the folder of a run or of a live scoring. */
export function alarmNotesFile(folder: string): string {
  return join(folder, 'alarm-notes.json');
}

/** Reads the records of a folder; none where there is no file. @throws DataError when the file is damaged */
export async function readAlarmNotes(folder: string): Promise<AlarmRecords> {
  const path = alarmNotesFile(folder);
  if (!existsSync(path)) return {};
  const document = await readJsonFile(path);
  if (isRecord(document) && Object.values(document).every(isAlarmRecord)) {
    return document as AlarmRecords;
  }
  throw new DataError(
    `${path} must hold acknowledged and notes for each alarm. Restore or remove it.`,
  );
}

/**
 * Changes the record of an alarm; the file is replaced in one step. Changes from one process take their turn.
 *
 * @returns the new record
 */
export function changeAlarmNotes(
  folder: string,
  alarm: string,
  change: (record: AlarmRecord) => AlarmRecord,
): Promise<AlarmRecord> {
  const turn = (turns.get(folder) ?? Promise.resolve()).then(async () => {
    const records = await readAlarmNotes(folder);
    const record = change(Object.hasOwn(records, alarm) ? records[alarm] : NO_RECORD);
    await writeJsonFile(alarmNotesFile(folder), { ...records, [alarm]: record });
    return record;
  });
  turns.set(
    folder,
    turn.catch(() => undefined),
  );
  return turn;
}

/** The last change under way of each folder. */
const turns = new Map<string, Promise<unknown>>();

function isAlarmRecord(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const { acknowledged, notes } = value;
  return (
    (acknowledged === null || typeof acknowledged === 'string') &&
    Array.isArray(notes) &&
    notes.every((note) => isRecord(note) && typeof note.text === 'string')
  );
}
