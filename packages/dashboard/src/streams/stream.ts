/** A live scoring as the page sees it: its last rows, its alarms, whether the model still fits, and what became of new ones. */
import {
  type LiveAlarm,
  liveFiles,
  type LiveFit,
  type LiveModelEvent,
  type LiveRow,
} from '@anodec/runs';
import type { StreamRows } from '../api-types.js';
import { followLines } from './line-follower.js';
import { isRow, parseLine } from './parse-line.js';

/** Rows that are kept for the page. */
const KEPT_ROWS = 20_000;
/** Alarms that are kept for the page. */
const KEPT_ALARMS = 1000;

/** What a look at the file changed. */
export interface StreamChange {
  readonly rows: StreamRows;
  readonly alarms: boolean;
  /** Whether all that was there before no longer counts. */
  readonly restarted: boolean;
}

/** A live scoring that is followed. */
export interface Stream {
  /** Its name in addresses. */
  readonly id: string;
  /** Its name for people. */
  readonly title: string;
  readonly folder: string;
  /** The last rows, oldest first. */
  rows(): readonly LiveRow[];
  /** By number, the last first; the latest line of each. */
  alarms(): readonly LiveAlarm[];
  /** The last word on whether the model fits; undefined before there was one. */
  fit(): LiveFit | undefined;
  /** The last word on a new model; undefined before there was one. */
  model(): LiveModelEvent | undefined;
  /** Lines that could not be understood. */
  faults(): number;
  /** Reads what is new. */
  look(): Promise<StreamChange>;
}

/** Follows the live scoring in a folder. */
export function followStream(id: string, title: string, folder: string): Stream {
  const follow = followLines(liveFiles(folder).lines);
  let rows: LiveRow[] = [];
  let alarms = new Map<number, LiveAlarm>();
  let fit: LiveFit | undefined;
  let model: LiveModelEvent | undefined;
  let faults = 0;
  return {
    id,
    title,
    folder,
    rows: () => rows,
    alarms: () => [...alarms.values()].toReversed(),
    fit: () => fit,
    model: () => model,
    faults: () => faults,
    async look() {
      const { lines, restarted } = await follow();
      if (restarted) [rows, alarms, fit, model, faults] = [[], new Map(), undefined, undefined, 0];
      const added: LiveRow[] = [];
      let alarmed = restarted;
      for (const text of lines) {
        const line = parseLine(text);
        if (!line) faults += 1;
        else if (isRow(line)) added.push(line);
        else if (line.kind === 'fit') fit = line;
        else if (line.kind === 'model') {
          model = line;
          // what was said of the fit was about the model before
          if (line.state === 'promoted' || line.state === 'rolled back') fit = undefined;
        } else {
          alarms.set(line.alarm, line);
          alarmed = true;
        }
      }
      for (const number of [...alarms.keys()].slice(0, Math.max(0, alarms.size - KEPT_ALARMS))) {
        alarms.delete(number);
      }
      if (added.length > 0) rows = [...rows, ...added].slice(-KEPT_ROWS);
      return { rows: columnsOf(added), alarms: alarmed, restarted };
    },
  };
}

/** Rows as columns, for the script of the page. */
export function columnsOf(rows: readonly LiveRow[]): StreamRows {
  return {
    row: rows.map(({ row }) => row),
    time: rows.map(({ time }) => time),
    score: rows.map(({ score }) => score),
    threshold: rows.map(({ threshold }) => threshold),
    alarm: rows.map(({ alarm }) => alarm),
    sensors: rows.map(({ sensors }) => sensors),
  };
}
