/** A recording as charts and widgets take it. */
import type { TimeSpan } from '@anodec/charts';
import { type Attack, readingsOf, sliceFrame, type TimeSeriesFrame } from '@anodec/core';
import { type EvaluatedDetection, exceedsOf, limitsOf, placeAttacks } from '@anodec/metrics';

/** A recording to draw. */
export interface ChartRecording {
  /** Part of the titles, where there are several recordings. */
  readonly name?: string;
  /** The recording in the units of the sensors. */
  readonly frame: TimeSeriesFrame;
  readonly detection: EvaluatedDetection;
  readonly attacks: readonly Attack[];
  /** (T, C), what the model expected, less the offsets of the frame; NaN where it is not needed. */
  readonly expected?: Float32Array;
  /** For each alarm the nearest window of normal operation, where there is one. */
  readonly nearest?: readonly (NearestReadings | undefined)[];
}

/** Readings of the nearest window of normal operation, as if they were those of the recording. */
export interface NearestReadings {
  /** Row of the recording that its first row stands for. */
  readonly start: number;
  /** (W) by channel, in the units of the sensors. */
  readonly readings: ReadonlyMap<string, Float64Array>;
}

/** Recorded and, where it is known, expected readings of a channel over some rows. */
export function signalOf(
  { frame, expected }: ChartRecording,
  name: string,
  rows: { readonly start: number; readonly end: number },
): { name: string; recorded: Float64Array; expected?: Float64Array } {
  const C = frame.channels.length;
  const c = frame.channels.indexOf(name);
  const shown = sliceFrame(frame, rows);
  const recorded = readingsOf(shown, c);
  if (!expected) return { name, recorded };
  const values = expected.subarray(rows.start * C, rows.end * C);
  return { name, recorded, expected: readingsOf({ ...shown, values }, c) };
}

/** Score, threshold and flags as charts take them: the limits only where they move. */
export function limitOf({ detection }: ChartRecording): {
  readonly score: Float32Array;
  readonly threshold: number;
  readonly limits?: Float64Array;
  readonly flags: Uint8Array;
} {
  const { score, threshold } = detection;
  const limits = limitsOf(detection);
  const moves = limits.some((limit) => limit !== threshold.value);
  return {
    score,
    threshold: threshold.value,
    ...(moves && { limits }),
    flags: exceedsOf(detection),
  };
}

/** Attacks within the recording. */
export function spansOf({ frame, attacks }: ChartRecording): TimeSpan[] {
  return placeAttacks(frame, attacks).map(({ attack: { name, start, end } }) => ({
    name,
    start,
    end,
  }));
}
