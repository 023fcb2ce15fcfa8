/** All alarms with what people wrote about them: of evaluated runs, and of live scorings. */
import { basename } from 'node:path';
import { DAY, formatTimestamp, isRecord } from '@anodec/core';
import {
  type AlarmRecord,
  type AlarmRecords,
  type LiveAlarm,
  type LiveTime,
  NO_RECORD,
  readAlarmNotes,
  runAt,
} from '@anodec/runs';
import type { Stream } from '../streams/stream.js';

/** An alarm as the page lists it. */
export interface ListedAlarm {
  /** Run or stream, as in its address. */
  readonly origin: string;
  readonly kind: 'run' | 'stream';
  /** What its record is kept under. */
  readonly key: string;
  /** Where its record is kept. */
  readonly folder: string;
  readonly start: string;
  readonly end: string;
  /** Whether it is still going on. */
  readonly open: boolean;
  readonly peak: number;
  readonly channels: readonly string[];
  readonly record: AlarmRecord;
}

/** The alarms of a live scoring, the last first. */
export async function streamAlarms(stream: Stream): Promise<ListedAlarm[]> {
  const records = await readAlarmNotes(stream.folder);
  return stream.alarms().map((alarm) => listed(stream, alarm, records));
}

function listed(stream: Stream, alarm: LiveAlarm, records: AlarmRecords): ListedAlarm {
  const key = String(alarm.start);
  return {
    origin: stream.id,
    kind: 'stream',
    key,
    folder: stream.folder,
    start: timeText(alarm.start),
    end: timeText(alarm.end),
    open: alarm.state === 'start',
    peak: alarm.peak.score,
    channels: alarm.sensors.map(({ name, share }) => `${name} ${Math.round(100 * share)} %`),
    record: recordOf(records, key),
  };
}

/** The alarms of a run, as it was scored last; none where it was not. */
export async function runAlarms(path: string): Promise<ListedAlarm[]> {
  const run = runAt(path);
  const document = await run.readAlarms();
  if (!isRecord(document) || !Array.isArray(document.alarms)) return [];
  const records = await readAlarmNotes(path);
  return document.alarms.filter(isRecord).map((alarm): ListedAlarm => {
    const recording = typeof alarm.recording === 'string' ? `${alarm.recording} ` : '';
    const start = Number(alarm.start);
    const key = `${recording}${start}`;
    const peak = isRecord(alarm.peak) ? Number(alarm.peak.value) : NaN;
    return {
      origin: basename(path),
      kind: 'run',
      key,
      folder: path,
      start: recording + clockText(start),
      end: clockText(Number(alarm.end)),
      open: false,
      peak,
      channels: channelsOf(alarm.channels),
      record: recordOf(records, key),
    };
  });
}

function recordOf(records: AlarmRecords, key: string): AlarmRecord {
  return Object.hasOwn(records, key) ? records[key] : NO_RECORD;
}

function channelsOf(value: unknown): string[] {
  if (!Array.isArray(value)) return [];
  return value
    .filter(isRecord)
    .slice(0, 3)
    .filter(({ share }) => Number(share) > 0)
    .map(({ channel, share }) => `${String(channel)} ${Math.round(100 * Number(share))} %`);
}

/** Milliseconds since 1970 are dates from 1971 on; what is less counts rows, or time since the beginning. */
function clockText(time: number): string {
  return time > 365 * DAY ? formatTimestamp(time, 'utc') : String(time);
}

/** A time of a live scoring for people. */
export function timeText(time: LiveTime): string {
  return typeof time === 'number' ? String(time) : formatTimestamp(Date.parse(time), 'utc');
}
