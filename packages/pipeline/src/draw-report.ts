/** Draws the charts of a report: training, score, and the sensors of each alarm beside what was expected. */
import { checkStopped, frameLength, type Listeners, type Segment, sliceFrame } from '@anodec/core';
import { attacksFromLabels, placeAttacks, type RankingCurves } from '@anodec/metrics';
import { type Detection } from '@anodec/eval';
import { type ChartRecording, type Charts, drawCharts, type NearestNormal } from '@anodec/report';
import { expectedReadings, type PreparedFrame } from '@anodec/preprocess';
import type { ArtifactDetector } from './artifact.js';
import { findNearestNormals } from './diagnostics/nearest-normal.js';
import type { EvaluatedRecordings } from './evaluated-recordings.js';
import { inputOf } from './score-frame.js';
import type { TrainedRun } from './trained-run.js';

/** Rows reconstructed around an alarm, at least; as many as the alarm has, if these are more. */
const MARGIN = 240;
/** Rows of a recording that is reconstructed as a whole; longer ones only around alarms and attacks. */
const WHOLE = 50_000;

/** What is drawn, and the table that belongs to it. */
export interface DrawnReport {
  readonly charts: Charts;
  readonly nearest: readonly NearestNormal[];
}

/** Draws all charts of a report. @throws StoppedError when the signal was raised */
export async function drawReport(
  { run, detectors: [primary], preprocessing }: TrainedRun,
  evaluated: EvaluatedRecordings,
  { detections, curves }: { detections: readonly Detection[]; curves?: RankingCurves | undefined },
  listeners: Listeners,
): Promise<DrawnReport> {
  const { prepared, tests, attacks } = evaluated;
  const metrics = await run.readMetrics().catch(() => []);
  const points = metrics.map(({ epoch, train_loss, val_loss }) => ({
    epoch: epoch ?? NaN,
    trainLoss: train_loss ?? NaN,
    ...(val_loss !== undefined && { validLoss: val_loss }),
  }));
  const best = await run.bestCheckpoint();
  const recordings: ChartRecording[] = [];
  for (const [i, frame] of prepared.entries()) {
    checkStopped(listeners.signal, 'drawing the report');
    const listed = attacks ?? attacksFromLabels(frame.raw);
    const places = [
      ...detections[i].alarms.map(({ rows }) => rows),
      ...placeAttacks(frame.raw, listed).map(({ rows }) => rows),
    ];
    const scaled = await expectedAround(primary, frame, places);
    const expected = scaled && expectedReadings(preprocessing, scaled, frame.inputs);
    recordings.push({
      name: tests.recorded[i].source,
      frame: frame.raw,
      detection: detections[i],
      attacks: listed,
      ...(expected && { expected }),
    });
  }
  const training = { points, ...(best && { bestEpoch: best.epoch }) };
  const nearest = await findNearestNormals(preprocessing, evaluated, recordings, listeners);
  const drawn = recordings.map((one, i) => ({ ...one, nearest: nearest.drawn[i] }));
  const parts = { recordings: drawn, training, ...(curves && { curves }) };
  return { charts: await drawCharts(parts, listeners), nearest: nearest.listed };
}

/**
 * What the detector expected, (T, C) scaled: everywhere in a short recording, around the given rows in a
 * long one and NaN elsewhere; undefined for detectors that expect nothing, or read sensor units.
 */
async function expectedAround(
  { detector, input }: ArtifactDetector,
  prepared: PreparedFrame,
  places: readonly Segment[],
): Promise<Float32Array | undefined> {
  if (!detector.reconstruct || input === 'raw') return undefined;
  const inputs = inputOf(prepared, input);
  if (frameLength(inputs) <= WHOLE) return detector.reconstruct(inputs);
  const C = inputs.channels.length;
  const expected = new Float32Array(inputs.values.length).fill(NaN);
  for (const rows of places) {
    const margin = Math.max(MARGIN, rows.end - rows.start) + detector.lookback;
    const around = widen(rows, margin, frameLength(inputs));
    const part = await detector.reconstruct(sliceFrame(inputs, around));
    const known = Math.min(detector.lookback, rows.start - around.start);
    expected.set(part.subarray(known * C), (around.start + known) * C);
  }
  return expected;
}

function widen({ start, end }: Segment, rows: number, T: number): Segment {
  return { start: Math.max(0, start - rows), end: Math.min(T, end + rows) };
}
