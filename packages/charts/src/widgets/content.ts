/** What widgets draw: plain data, packed so that a recording of days stays small in the page. */
import type { Clock } from '@anodec/core';
import type { TimeSpan } from '../series.js';

/** Where evenly spaced rows begin: first row, its time, and the time between two rows. */
export type TimeStretch = readonly [row: number, time: number, step: number];

/** The rows of a recording in time. */
export interface PackedTimes {
  readonly clock: Clock;
  readonly rows: number;
  readonly stretches: readonly TimeStretch[];
}

/** The score over time, threshold, alarms and attacks, and the flag of each row. */
export interface TimelineContent extends PackedTimes {
  readonly widget: 'timeline';
  /** Rows that are drawn. */
  readonly at: readonly number[];
  /** Their scores; null where there is none. */
  readonly score: readonly (number | null)[];
  /** One character for each of them: 1 where the row is flagged, 0 where it is not. */
  readonly flags: string;
  /** The threshold, at the beginning where it moves. */
  readonly threshold: number;
  /** The thresholds of the rows that are drawn, where it moves. */
  readonly limits?: readonly number[];
  readonly attacks: readonly TimeSpan[];
  readonly alarms: readonly TimeSpan[];
}

/** A channel in levels of a byte: 0 to 254 from `least` to `most`, 255 where there is no value. */
export interface PackedSignal {
  readonly name: string;
  readonly least: number;
  readonly most: number;
  /** One byte for each bin, base64. */
  readonly recorded: string;
  /** Absent where nothing was expected. */
  readonly expected?: string;
}

/** Recorded and expected readings of every channel. */
export interface SignalsContent extends PackedTimes {
  readonly widget: 'signals';
  /** Stretches of rows that a value stands for. */
  readonly bins: number;
  readonly channels: readonly PackedSignal[];
  readonly attacks: readonly TimeSpan[];
  readonly alarms: readonly TimeSpan[];
}

/** Channel scores over time. */
export interface HeatMapContent extends PackedTimes {
  readonly widget: 'heatMap';
  readonly channels: readonly string[];
  readonly bins: number;
  /** (C, B), three significant digits; null where there is none. */
  readonly values: readonly (number | null)[];
  readonly threshold: number;
  readonly attacks: readonly TimeSpan[];
  readonly alarms: readonly TimeSpan[];
}

/** Counts at many thresholds. */
export interface SliderContent {
  readonly widget: 'slider';
  readonly steps: readonly {
    readonly factor: number;
    readonly threshold: number;
    readonly flaggedRows: number;
    readonly attacks: number;
    readonly detected: number;
    readonly alarms: number;
    readonly falseAlarms: number;
    readonly falseAlarmRate: number | null;
    readonly precision: number | null;
    readonly recall: number | null;
    readonly f1: number | null;
  }[];
  /** What rates count by. */
  readonly per: string;
  /** How the threshold in use was set, such as "set without labels". */
  readonly used: string;
}

/** Several channels of a recording, by day and averaging interval. */
export interface BrowserContent extends PackedTimes {
  readonly widget: 'browser';
  /** One byte for each row. */
  readonly channels: readonly PackedSignal[];
  /** Channels that are shown first, a panel each. */
  readonly chosen: readonly string[];
  readonly days: readonly Required<TimeSpan>[];
  /** Rows that are averaged, the first one to begin with. */
  readonly intervals: readonly { readonly name: string; readonly rows: number }[];
  readonly attacks: readonly TimeSpan[];
  readonly alarms: readonly TimeSpan[];
}

/** Windows as recorded and as reconstructed. */
export interface SamplesContent {
  readonly widget: 'samples';
  /** N */
  readonly samples: number;
  /** W */
  readonly rows: number;
  /** One byte for each of (N, W). */
  readonly channels: readonly PackedSignal[];
  /** The channel that is shown first. */
  readonly chosen: string;
}

/** What a widget draws. */
export type WidgetContent =
  | TimelineContent
  | SignalsContent
  | HeatMapContent
  | SliderContent
  | BrowserContent
  | SamplesContent;
