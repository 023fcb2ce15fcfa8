/** Lines of a live scoring, checked: another program may have written them. */
import { isRecord } from '@anodec/core';
import type { LiveAlarm, LiveFit, LiveLine, LiveRow, LiveSensor } from '@anodec/runs';

/** The line, or undefined where it is none. */
export function parseLine(text: string): LiveLine | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isRecord(value)) return undefined;
  if (value.kind === undefined) return rowOf(value);
  if (value.kind === 'alarm') return alarmOf(value);
  return value.kind === 'fit' ? fitOf(value) : undefined;
}

/** Whether a line is a row. */
export function isRow(line: LiveLine): line is LiveRow {
  return !('kind' in line);
}

type Fields = Readonly<Record<string, unknown>>;

function rowOf({
  time,
  row,
  score,
  pValue = null,
  threshold,
  alarm,
  sensors,
}: Fields): LiveRow | undefined {
  if (!isTime(time) || !isNumber(row) || typeof alarm !== 'boolean') return undefined;
  if (!isKnown(score) || !isKnown(pValue) || !isKnown(threshold)) return undefined;
  return { time, row, score, pValue, threshold, alarm, sensors: sensorsOf(sensors) };
}

function alarmOf(fields: Fields): LiveAlarm | undefined {
  const { state, alarm, row, start, end, peak, mean, sensors } = fields;
  if ((state !== 'start' && state !== 'end') || !isNumber(alarm) || !isNumber(row))
    return undefined;
  if (!isTime(start) || !isTime(end) || !isRecord(peak) || !isNumber(mean)) return undefined;
  const { time, row: at, score } = peak;
  if (!isTime(time) || !isNumber(at) || !isNumber(score)) return undefined;
  const highest = { time, row: at, score };
  return {
    kind: 'alarm',
    state,
    alarm,
    row,
    start,
    end,
    peak: highest,
    mean,
    sensors: sensorsOf(sensors),
  };
}

function fitOf({ state, row, time, index }: Fields): LiveFit | undefined {
  if ((state !== 'lost' && state !== 'regained') || !isNumber(row)) return undefined;
  return isTime(time) && isNumber(index) ? { kind: 'fit', state, row, time, index } : undefined;
}

function sensorsOf(value: unknown): LiveSensor[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((sensor: unknown): LiveSensor[] => {
    if (!isRecord(sensor)) return [];
    const { name, share } = sensor;
    return typeof name === 'string' && isNumber(share) ? [{ name, share }] : [];
  });
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number';
}

function isKnown(value: unknown): value is number | null {
  return value === null || isNumber(value);
}

function isTime(value: unknown): value is string | number {
  return typeof value === 'string' || isNumber(value);
}
