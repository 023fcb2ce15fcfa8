/**
 * The folder of a live scoring, `live/NAME` in a run or one that the user names: its file names, and the lines
 * of its results, for whoever writes or follows them. A line is one JSON object; lines are only added.
 */
import { join } from 'node:path';

/** The paths within the folder of a live scoring. */
export interface LiveFiles {
  /** Results, a `LiveLine` a line. */
  readonly lines: string;
  /** How far the scoring is: replaced in one step after the results that it counts. */
  readonly state: string;
  /** The rows that were taken, as far as the state says. */
  readonly rows: string;
  /** What the detector said of them, as far as the state says. */
  readonly detectorScores: string;
  /** What an operator asks of the models, until the scoring has done it. */
  readonly request: string;
}

/** The file names of the live scoring in `folder`. */
export function liveFiles(folder: string): LiveFiles {
  return {
    lines: join(folder, 'live.jsonl'),
    state: join(folder, 'state.json'),
    rows: join(folder, 'rows.bin'),
    detectorScores: join(folder, 'detector-scores.bin'),
    request: join(folder, 'request.json'),
  };
}

/**
 * A time as JSON has it: ISO 8601 such as 2015-12-28T10:29:14.000Z where rows have dates, seconds since the
 * recording began or a row number where they have none.
 */
export type LiveTime = string | number;

/** A sensor and its part of the score, in (0, 1]. */
export interface LiveSensor {
  readonly name: string;
  readonly share: number;
}

/** What a new model, which runs beside the one in use, says of a row. */
export interface LiveShadow {
  readonly score: number | null;
  readonly threshold: number | null;
  readonly alarm: boolean;
}

/** A row that was scored. */
export interface LiveRow {
  readonly time: LiveTime;
  /** Number of the row at the interval of the run, from 0. */
  readonly row: number;
  /** Null where the row has no score. */
  readonly score: number | null;
  /** The probability that a normal row scores as high; null where it is not known. */
  readonly pValue: number | null;
  /** Null where there is none yet. */
  readonly threshold: number | null;
  /** Whether an alarm is on at this row, as far as is known when the row comes. */
  readonly alarm: boolean;
  /** The sensors with the largest parts of the score, at most three, largest first. */
  readonly sensors: readonly LiveSensor[];
  /** Only while a new model runs beside the one in use. */
  readonly shadow?: LiveShadow;
}

/** The beginning of an alarm, at the row that makes it long enough, or its end, when no row can prolong it. */
export interface LiveAlarm {
  readonly kind: 'alarm';
  readonly state: 'start' | 'end';
  /** Number of the alarm, from 1. */
  readonly alarm: number;
  /** The row at which this became known. */
  readonly row: number;
  /** Times of the first and of the last row above the threshold so far. */
  readonly start: LiveTime;
  readonly end: LiveTime;
  readonly peak: { readonly time: LiveTime; readonly row: number; readonly score: number };
  /** Mean score over its rows. */
  readonly mean: number;
  readonly sensors: readonly LiveSensor[];
}

/** That the scores left the range of normal rows, so that the model no longer fits, or came back. */
export interface LiveFit {
  readonly kind: 'fit';
  readonly state: 'lost' | 'regained';
  readonly row: number;
  readonly time: LiveTime;
  /** Stability index of the p-values of the last rows; see the settings of the scoring. */
  readonly index: number;
}

/** What can become of a model while rows come. */
export type LiveModelState =
  | 'training'
  | 'postponed'
  | 'failed'
  | 'shadow'
  | 'ready'
  | 'promoted'
  | 'rejected'
  | 'rolled back';

/** That a model was trained while rows came, and what was decided about it, with the numbers that decided it. */
export interface LiveModelEvent {
  readonly kind: 'model';
  readonly state: LiveModelState;
  /** The last row before it; -1 before the first. */
  readonly row: number;
  readonly time: LiveTime;
  /** Number of the training, from 1; 0 where it is about none. */
  readonly training: number;
  /** The run that it is about, where there is one. */
  readonly run?: string;
  /** Why, in a sentence. */
  readonly reason: string;
  readonly numbers: Readonly<Record<string, number>>;
}

/** A line of results. */
export type LiveLine = LiveRow | LiveAlarm | LiveFit | LiveModelEvent;
