/** Lines of a live scoring, checked: another program may have written them. */
import { isRecord } from '@anodec/core';
import type {
  LiveAlarm,
  LiveFit,
  LiveLine,
  LiveModelEvent,
  LiveModelState,
  LiveRow,
  LiveSensor,
  LiveShadow,
} from '@anodec/runs';

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
  if (value.kind === 'model') return modelOf(value);
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
  shadow,
}: Fields): LiveRow | undefined {
  if (!isTime(time) || !isNumber(row) || typeof alarm !== 'boolean') return undefined;
  if (!isKnown(score) || !isKnown(pValue) || !isKnown(threshold)) return undefined;
  const beside = shadowOf(shadow);
  const known = { time, row, score, pValue, threshold, alarm, sensors: sensorsOf(sensors) };
  return beside ? { ...known, shadow: beside } : known;
}

function shadowOf(value: unknown): LiveShadow | undefined {
  if (!isRecord(value)) return undefined;
  const { score, threshold, alarm } = value;
  if (!isKnown(score) || !isKnown(threshold) || typeof alarm !== 'boolean') return undefined;
  return { score, threshold, alarm };
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

const MODEL_STATES: readonly string[] = [
  'training',
  'postponed',
  'failed',
  'shadow',
  'ready',
  'promoted',
  'rejected',
  'rolled back',
] satisfies LiveModelState[];

function modelOf(fields: Fields): LiveModelEvent | undefined {
  const { state, row, time, training, run, reason, numbers } = fields;
  if (!isModelState(state) || !isNumber(row) || !isTime(time)) return undefined;
  if (!isNumber(training) || typeof reason !== 'string' || !isRecord(numbers)) return undefined;
  return {
    kind: 'model',
    state,
    row,
    time,
    training,
    ...(typeof run === 'string' && { run }),
    reason,
    numbers: Object.fromEntries(
      Object.entries(numbers).filter((entry): entry is [string, number] => isNumber(entry[1])),
    ),
  };
}

function isModelState(value: unknown): value is LiveModelState {
  return typeof value === 'string' && MODEL_STATES.includes(value);
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
