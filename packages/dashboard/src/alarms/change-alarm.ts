/** Writes what somebody did with an alarm. */
import { parseConfig } from '@anodec/core';
import { HttpError } from '@anodec/http';
import { type AlarmRecord, changeAlarmNotes } from '@anodec/runs';
import { z } from 'zod';
import type { ListedAlarm } from './alarm-list.js';

/** What the page sends. */
export const AlarmChange = z.strictObject({
  kind: z.enum(['run', 'stream']),
  /** Name of the run, id of the stream. */
  origin: z.string().max(200),
  key: z.string().max(300),
  acknowledge: z.boolean().default(false),
  note: z.string().trim().min(1).max(500).optional(),
});

export type AlarmChange = z.output<typeof AlarmChange>;

/** Notes that an alarm can have. */
const MOST_NOTES = 100;

/** Checks what was sent. @throws ConfigError when it is something else */
export function parseAlarmChange(document: unknown): AlarmChange {
  return parseConfig(AlarmChange, document, 'the request');
}

/**
 * Changes the record of one of the alarms.
 *
 * @throws HttpError 404 when it is none of them, 400 when it has as many notes as it can
 */
export function changeAlarm(
  { key, acknowledge, note }: AlarmChange,
  alarms: readonly ListedAlarm[],
): Promise<AlarmRecord> {
  const alarm = alarms.find((one) => one.key === key);
  if (!alarm) throw new HttpError(404, 'There is no such alarm. Load the page again.');
  const at = new Date().toISOString();
  return changeAlarmNotes(alarm.folder, key, ({ acknowledged, notes }) => {
    if (note !== undefined && notes.length >= MOST_NOTES) {
      throw new HttpError(400, `An alarm can have ${MOST_NOTES} notes, got one more.`);
    }
    return {
      acknowledged: acknowledge ? (acknowledged ?? at) : acknowledged,
      notes: note === undefined ? notes : [...notes, { at, text: note }],
    };
  });
}
