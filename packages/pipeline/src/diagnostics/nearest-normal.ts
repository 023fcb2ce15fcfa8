/** For each alarm that is drawn, the window of the rows trained on that is most like it. */
import {
  checkStopped,
  createPause,
  type Listeners,
  readingsOf,
  type Segment,
  sliceFrame,
} from '@anodec/core';
import { nearestWindow } from '@anodec/metrics';
import { type PreparedFrame, prepareTraining, type Preprocessing } from '@anodec/preprocess';
import {
  type ChartRecording,
  drawnAlarms,
  type NearestNormal,
  type NearestReadings,
} from '@anodec/report';
import type { EvaluatedRecordings } from '../runs/evaluated-recordings.js';

/** Channels that are compared: those drawn for an alarm. */
const CHANNELS = 3;
/** Rows of a window, at least and at most. */
const LEAST_ROWS = 20;
const MOST_ROWS = 240;

/** The nearest windows, for tables and for charts. */
export interface NearestNormals {
  readonly listed: readonly NearestNormal[];
  /** For each recording, by the index of the alarm. */
  readonly drawn: readonly (readonly (NearestReadings | undefined)[])[];
}

/** Finds them; alarms of detectors that score rows only have none, as no channel leads. */
export async function findNearestNormals(
  preprocessing: Preprocessing,
  { prepared, sides, normal }: EvaluatedRecordings,
  recordings: readonly ChartRecording[],
  { signal }: Listeners,
): Promise<NearestNormals> {
  const training = sides.training.map((frame) => prepareTraining(preprocessing, frame));
  const inputs = training.map((frame) => frame.inputs);
  const pause = createPause();
  const listed: NearestNormal[] = [];
  const drawn = recordings.map((): (NearestReadings | undefined)[] => []);
  for (const { recording, index, number } of drawnAlarms(recordings)) {
    await pause();
    checkStopped(signal, 'comparing alarms with normal operation');
    const r = recordings.indexOf(recording);
    const test = prepared[r].inputs;
    const { rows, channels: shares } = recording.detection.alarms[index];
    const channels = shares
      .slice(0, CHANNELS)
      .map(({ channel }) => channel)
      .filter((name) => test.channels.includes(name)); // states have columns of other names
    const window = windowOf(rows, test.timestamps.length);
    if (channels.length === 0) continue;
    const columns = channels.map((name) => test.channels.indexOf(name));
    const found = nearestWindow(pick(prepared[r], columns, window), inputs, columns);
    if (!found) continue;
    const { raw } = training[found.frame];
    const length = window.end - window.start;
    listed.push({
      alarm: number,
      channels,
      rows: length,
      source: normal.recorded[found.frame].source,
      from: raw.timestamps[found.row],
      distance: found.distance,
    });
    const shown = sliceFrame(raw, { start: found.row, end: found.row + length });
    const readings = new Map(
      channels.map((name) => [name, readingsOf(shown, raw.channels.indexOf(name))]),
    );
    drawn[r][index] = { start: window.start, readings };
  }
  return { listed, drawn };
}

/** The first rows of an alarm, as many as a window may have, within the recording. */
function windowOf({ start, end }: Segment, T: number): Segment {
  const rows = Math.min(T, Math.max(LEAST_ROWS, Math.min(MOST_ROWS, end - start)));
  const first = Math.min(start, T - rows);
  return { start: first, end: first + rows };
}

/** The scaled values of some columns over some rows, (W, K). */
function pick({ inputs }: PreparedFrame, columns: readonly number[], rows: Segment): Float32Array {
  const C = inputs.channels.length;
  const values = new Float32Array((rows.end - rows.start) * columns.length);
  for (let t = rows.start, i = 0; t < rows.end; t++) {
    for (const column of columns) values[i++] = inputs.values[t * C + column];
  }
  return values;
}
