/** What the server sends to the script of the page: types alone, for both sides. */
import type { LiveSensor, LiveTime } from '@anodec/runs';

/** Rows of a stream as columns; null where a value is not known. */
export interface StreamRows {
  readonly row: readonly number[];
  readonly time: readonly LiveTime[];
  readonly score: readonly (number | null)[];
  readonly threshold: readonly (number | null)[];
  readonly alarm: readonly boolean[];
  readonly sensors: readonly (readonly LiveSensor[])[];
}

/** Lines over a common axis, such as losses by epoch. */
export interface Curves {
  readonly title: string;
  /** What the axis counts. */
  readonly axis: string;
  readonly x: readonly number[];
  readonly lines: readonly { readonly name: string; readonly y: readonly (number | null)[] }[];
}

/** What the page "Sensors" shows. */
export interface SensorView {
  readonly caption: string;
  readonly model: string;
  readonly channels: readonly string[];
  /** Milliseconds since 1970, or numbers where rows have no dates. */
  readonly time: readonly number[];
  readonly dated: boolean;
  /** For each channel its readings, null where one is missing. */
  readonly readings: readonly (readonly (number | null)[])[];
  /** (T), higher is less normal. */
  readonly score: readonly (number | null)[];
  /** For each share of the slider the score above which a row is anomalous; null: the model decides itself. */
  readonly thresholds: readonly { readonly contamination: number; readonly threshold: number }[];
  /** (T), why a row stands out: channels with their share of the score, largest first. */
  readonly reasons: readonly string[];
  readonly notes: readonly string[];
}

/** A table that was scored. */
export interface ScoredUpload {
  readonly source: string;
  readonly rows: number;
  readonly scoredRows: number;
  readonly dated: boolean;
  readonly time: readonly number[];
  readonly score: readonly (number | null)[];
  readonly threshold: readonly (number | null)[];
  readonly alarms: readonly {
    readonly start: number;
    readonly end: number;
    readonly peak: number;
    readonly channels: string;
  }[];
  readonly notes: readonly string[];
  /** The file that `anodec score --out` writes. */
  readonly csv: string;
}
