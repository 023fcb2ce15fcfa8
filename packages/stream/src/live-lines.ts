/** Scored rows and alarms as the lines that others follow; see `LiveLine`. */
import type { Clock } from '@anodec/core';
import type { Alarm } from '@anodec/eval';
import type { LiveAlarm, LiveLine, LiveRow, LiveSensor, LiveTime } from '@anodec/runs';
import type { FitWatch } from './fit-watch.js';
import type { ScoredRows } from './live-scorer.js';

/** Sensors of a row or an alarm at most. */
const SENSORS = 3;

/** Makes lines of scored rows, and numbers alarms. */
export interface LineWriter {
  /** The lines of the rows, each behind the alarms that it ends and before those that it starts. */
  lines(rows: ScoredRows): LiveLine[];
  /** The number of the last alarm. */
  alarms(): number;
}

/** What lines are made with. */
export interface LineParts {
  /** Channels of the scores. */
  readonly channels: readonly string[];
  readonly clock: Clock;
  /** Watches whether the model still fits; absent where that is not wanted. */
  readonly fit?: FitWatch | undefined;
  /** What is added to the numbers of rows. Default 0. */
  readonly shift?: number;
  /** Alarms before, for their numbers. Default 0. */
  readonly alarms?: number;
  /** Whether the last of them is on. */
  readonly isOn?: boolean;
}

/** Starts a recording, or goes on with one in which another model takes over. */
export function startLines(parts: LineParts): LineWriter {
  const { channels, clock, fit, shift = 0 } = parts;
  let { alarms = 0, isOn: wasOn = false } = parts;
  return {
    alarms: () => alarms,
    lines(unshifted) {
      const rows = shift === 0 ? unshifted : shifted(unshifted, shift);
      const found: LiveLine[] = [];
      const closed = [...rows.closed];
      const opened = [...rows.opened];
      const end = (row: number): void => {
        const alarm = closed.shift();
        if (alarm) found.push(alarmLine('end', alarms, row, alarm, clock));
      };
      for (let t = 0; t < rows.timestamps.length; t++) {
        const row = rows.first + t;
        const opens = opened.length > 0 && opened[0].rows.end - 1 === row;
        if (wasOn && (rows.inAlarm[t] === 0 || opens)) end(row);
        found.push(rowLine(rows, t, channels, clock));
        if (opens) found.push(alarmLine('start', ++alarms, row, opened.splice(0, 1)[0], clock));
        wasOn = rows.inAlarm[t] !== 0;
        const change = fit?.push(rows.pValues[t]);
        if (change) {
          found.push({ kind: 'fit', row, time: liveTime(rows.timestamps[t], clock), ...change });
        }
      }
      // the end of the recording ends what is left
      if (closed.length > 0) end(rows.first + rows.timestamps.length - 1);
      return found;
    },
  };
}

/** The line of an alarm that begins. */
export function alarmStart(alarm: number, row: number, found: Alarm, clock: Clock): LiveAlarm {
  return alarmLine('start', alarm, row, found, clock);
}

/** Rows and alarms under other numbers. */
export function shifted(rows: ScoredRows, by: number): ScoredRows {
  const move = (alarms: readonly Alarm[]): Alarm[] =>
    alarms.map((alarm) => shiftedAlarm(alarm, by));
  return {
    ...rows,
    first: rows.first + by,
    opened: move(rows.opened),
    closed: move(rows.closed),
  };
}

/** An alarm whose rows have other numbers. */
export function shiftedAlarm(alarm: Alarm, by: number): Alarm {
  const { rows, peak } = alarm;
  return {
    ...alarm,
    rows: { start: rows.start + by, end: rows.end + by },
    peak: { ...peak, row: peak.row + by },
  };
}

function rowLine(rows: ScoredRows, t: number, channels: readonly string[], clock: Clock): LiveRow {
  const { timestamps, first, score, pValues, limits, inAlarm, channelScores } = rows;
  return {
    time: liveTime(timestamps[t], clock),
    row: first + t,
    score: finite(score[t]),
    pValue: finite(pValues[t]),
    threshold: finite(limits[t]),
    alarm: inAlarm[t] !== 0,
    sensors: channelScores ? largestShares(channelScores, t, channels) : [],
  };
}

function alarmLine(
  state: LiveAlarm['state'],
  alarm: number,
  row: number,
  { start, end, peak, mean, channels }: Alarm,
  clock: Clock,
): LiveAlarm {
  return {
    kind: 'alarm',
    state,
    alarm,
    row,
    start: liveTime(start, clock),
    end: liveTime(end, clock),
    peak: { time: liveTime(peak.time, clock), row: peak.row, score: peak.value },
    mean,
    sensors: channels
      .filter(({ share }) => share > 0)
      .slice(0, SENSORS)
      .map(({ channel, share }) => ({ name: channel, share })),
  };
}

/** The sensors with the largest positive scores of row t, and their parts of all positive ones. */
function largestShares(
  channelScores: Float32Array,
  t: number,
  channels: readonly string[],
): LiveSensor[] {
  const C = channels.length;
  const best: number[] = [];
  let sum = 0;
  for (let c = 0; c < C; c++) {
    const value = channelScores[t * C + c];
    if (!(value > 0)) continue; // false for NaN
    sum += value;
    let at = best.length;
    while (at > 0 && channelScores[t * C + best[at - 1]] < value) at--;
    if (at < SENSORS) {
      best.splice(at, 0, c);
      best.length = Math.min(best.length, SENSORS);
    }
  }
  return best.map((c) => ({ name: channels[c], share: channelScores[t * C + c] / sum }));
}

/** Null for what JSON has no word for: not known, or no limit. */
export function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

/** A time as JSON has it; see `LiveTime`. */
export function liveTime(time: number, clock: Clock): LiveTime {
  if (clock === 'utc') return new Date(time).toISOString();
  return clock === 'elapsed' ? time / 1000 : time;
}
