/** Stage: rows above the threshold become alarms, opened and closed as rows come. */
import type { RowStream } from '@anodec/core';
import { type Alarm, type AlarmLengths, rankSums } from '../alarms.js';

/** Scores of successive rows with what exceeds the threshold. */
export interface ExceedanceRows {
  /** (n), in the clock of the recording. */
  readonly timestamps: Float64Array;
  /** (n), NaN where there is none. */
  readonly score: Float32Array;
  /** (n), 1 above the threshold. */
  readonly exceeds: Uint8Array;
  /** (n), 1 above the threshold at which an alarm ends; absent: `exceeds`. */
  readonly holds?: Uint8Array;
  /** (n, C); absent for detectors that score rows only. */
  readonly channelScores?: Float32Array;
}

/** What rows change about alarms. */
export interface AlarmChanges {
  /** Alarms that became long enough, as they are at that row. */
  readonly opened: readonly Alarm[];
  /** Alarms that no later row can prolong, in order. */
  readonly closed: readonly Alarm[];
  /** (n), 1 where an alarm is on: long enough at this row, and not yet known to be over. */
  readonly inAlarm: Uint8Array;
}

/** A recording in the middle; rows are counted from its beginning. */
export interface AlarmStream extends RowStream<ExceedanceRows, AlarmChanges> {
  /** The alarm that the end of the recording closes, if any. */
  finish(): Alarm[];
}

/** Channels of the recording and lengths of alarms, in rows. */
export interface AlarmStageParts extends AlarmLengths {
  readonly channels: readonly string[];
}

/** The stage of the alarms; see `alarmStage`. */
export interface AlarmStage {
  apply(whole: ExceedanceRows): Alarm[];
  start(): AlarmStream;
}

/**
 * The stage of the alarms. A run above the threshold, which goes on as long as rows hold it, is an alarm
 * once it has `minimum` rows. It goes on over a break of up to `gap` rows, in time as well as in rows, and
 * is closed at the first row at which the break is longer, or by the end of the recording. Rows of a break
 * belong to the alarm when it goes on afterwards. In the `quiet` rows after an alarm no row begins another.
 */
export function alarmStage(parts: AlarmStageParts): AlarmStage {
  const start = (): AlarmStream => startAlarms(parts);
  const apply = (whole: ExceedanceRows): Alarm[] => {
    const stream = start();
    return [...stream.push(whole).closed, ...stream.finish()];
  };
  return { apply, start };
}

function startAlarms(parts: AlarmStageParts): AlarmStream {
  let row = 0;
  let draft: Draft | null = null;
  let isRun = false; // whether the row before was above
  let quietAfter: Alarm | null = null; // the last alarm that was closed
  const close = (): Alarm[] => {
    const last = draft;
    draft = null;
    if (!last?.isOpen) return [];
    quietAfter = last.alarm();
    return [quietAfter];
  };
  return {
    push(rows) {
      const opened: Alarm[] = [];
      const closed: Alarm[] = [];
      const inAlarm = new Uint8Array(rows.score.length);
      const { exceeds, holds = exceeds } = rows;
      for (let t = 0; t < rows.score.length; t++, row++) {
        const time = rows.timestamps[t];
        let above = exceeds[t] !== 0 || (isRun && holds[t] !== 0);
        if (draft?.isOver(row, time, above)) closed.push(...close());
        if (!draft && quietAfter && isQuiet(parts, quietAfter, row, time)) above = false;
        if (above) draft ??= new Draft(parts, row, time);
        if (draft?.add(row, t, rows, above)) opened.push(draft.alarm());
        isRun = above;
        inAlarm[t] = draft?.isOpen ? 1 : 0;
      }
      return { opened, closed, inAlarm };
    },
    finish: close,
  };
}

/** Whether a row is in the quiet period after an alarm, in time as well as in rows. */
function isQuiet({ quiet, period }: AlarmStageParts, after: Alarm, row: number, time: number) {
  return row - after.rows.end < quiet && time - after.end <= (quiet + 0.5) * period;
}

/** An alarm in the making: sums over its rows, and over those of a break that may join it. */
class Draft {
  /** Whether it is long enough to be an alarm. */
  isOpen = false;
  readonly #parts: AlarmStageParts;
  readonly #start: { readonly row: number; readonly time: number };
  #end: { readonly row: number; readonly time: number };
  #peak = { row: -1, time: NaN, value: -Infinity };
  /** Up to the last row above the threshold. */
  readonly #kept: Sums;
  /** Up to the last row. */
  readonly #running: Sums;

  constructor(parts: AlarmStageParts, row: number, time: number) {
    this.#parts = parts;
    this.#start = { row, time };
    this.#end = this.#start;
    this.#kept = emptySums(parts.channels.length);
    this.#running = emptySums(parts.channels.length);
  }

  /** Whether neither this row nor a later one can belong to the alarm. */
  isOver(row: number, time: number, above: boolean): boolean {
    const next = this.#end.row + 1;
    if (above && row === next) return false; // the same run, whatever the clock says
    const { gap, period } = this.#parts;
    const longest = (gap + 1.5) * period; // half a period of tolerance for uneven clocks
    return (above ? row : row + 1) - next > gap || time - this.#end.time > longest;
  }

  /** Adds row t of `rows`, row `row` of the recording. Returns whether the alarm opens with it. */
  add(
    row: number,
    t: number,
    { score, timestamps, channelScores }: ExceedanceRows,
    above: boolean,
  ): boolean {
    addRow(this.#running, score[t], t, channelScores);
    if (!above) return false;
    copySums(this.#running, this.#kept);
    const time = timestamps[t];
    this.#end = { row, time };
    if (score[t] > this.#peak.value) this.#peak = { row, time, value: score[t] };
    if (this.isOpen || row + 1 - this.#start.row < this.#parts.minimum) return false;
    this.isOpen = true;
    return true;
  }

  /** The alarm up to its last row above the threshold. */
  alarm(): Alarm {
    const [start, end, { channels, period }] = [this.#start, this.#end, this.#parts];
    return {
      rows: { start: start.row, end: end.row + 1 },
      start: start.time,
      end: end.time,
      lasts: end.time - start.time + period,
      peak: this.#peak,
      mean: this.#kept.score / this.#kept.rows,
      channels: rankSums(this.#kept.channels, channels),
    };
  }
}

/** Sums over rows, in double precision. */
interface Sums {
  score: number;
  /** Rows with a score. */
  rows: number;
  /** (C), positive channel scores. */
  readonly channels: Float64Array;
}

function emptySums(C: number): Sums {
  return { score: 0, rows: 0, channels: new Float64Array(C) };
}

function copySums(from: Sums, to: Sums): void {
  to.score = from.score;
  to.rows = from.rows;
  to.channels.set(from.channels);
}

function addRow(sums: Sums, score: number, t: number, channelScores?: Float32Array): void {
  if (!Number.isNaN(score)) {
    sums.score += score;
    sums.rows++;
  }
  if (!channelScores) return;
  const C = sums.channels.length;
  for (let c = 0; c < C; c++) {
    const value = channelScores[t * C + c];
    if (value > 0) sums.channels[c] += value; // false for NaN
  }
}
