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

/** What the page "Sensors" shows: all that its controls need, so that moving them asks for nothing. */
export interface SensorView {
  readonly channels: readonly string[];
  /** (T), milliseconds since 1970, or numbers where rows have no dates. */
  readonly time: readonly number[];
  readonly dated: boolean;
  /** For each channel (T) readings, null where one is missing. */
  readonly readings: readonly (readonly (number | null)[])[];
  /** (T), higher is less normal; null where a row has no reading. */
  readonly score: readonly (number | null)[];
  /** For each share of the slider the score above which a row is anomalous. */
  readonly thresholds: readonly { readonly contamination: number; readonly threshold: number }[];
  /** Whether the model decides itself, whatever the share. */
  readonly decides: boolean;
  /** By row, for those above the lowest threshold: channels with their share of the score, largest first. */
  readonly reasons: Readonly<Record<number, string>>;
}

/** A table that was scored. */
export interface ScoredUpload {
  readonly rows: number;
  readonly scoredRows: number;
  readonly dated: boolean;
  /** Of the rows that a chart can show. */
  readonly time: readonly number[];
  readonly score: readonly (number | null)[];
  readonly threshold: readonly (number | null)[];
  readonly alarms: readonly UploadAlarm[];
  readonly notes: readonly string[];
  /** The file that `anodec score --out` writes. */
  readonly csv: string;
}

/** An alarm of it. */
export interface UploadAlarm {
  readonly start: number;
  readonly end: number;
  readonly peak: number;
  /** The strongest, with their shares. */
  readonly channels: string;
}
